import { loudnessPerSecond } from '../voice/features/loudness.js';
import { distanceToSpeech } from '../voice/features/speech-activity.js';
import { minimumJerk } from '../numeric/minimum-jerk.js';
import { eventCursor, type TimeSpan } from './event-cursor.js';
import type { HeadAngles } from './head-angles.js';
import { planShifts, shiftedHead } from './head-shifts.js';
import { nodDuring, planNods } from './nods.js';
import { Random } from './random.js';
import { findStress, type Prosody } from './stressed-syllables.js';
import { swayingHead } from './sway.js';

/** Seconds that the head takes to leave the portrait's own pose, and to return to it. */
const edgeSeconds = 0.9;
/** Seconds in which sway fades out when the voice pauses. */
const restSeconds = 0.5;

/**
 * Plans the direction of the head: slow moves, nods on stressed syllables, and sway, which stops in pauses.
 * The head starts and ends in the portrait's own pose.
 * @param seconds the time of the last frame
 * @returns a function of seconds; its argument must not decrease from call to call
 */
export function planHead(
  voice: Prosody,
  phrases: readonly TimeSpan[],
  seconds: number,
  seed: string,
): (time: number) => HeadAngles {
  const shifted = shiftedHead(planShifts(phrases, new Random(`${seed} shifts`)));
  const swaying = swayingHead(new Random(`${seed} sway`));
  const nodAt = eventCursor(planNods(findStress(voice, phrases), seconds, new Random(`${seed} nods`)));
  const livelinessAt = liveliness(phrases, seconds);
  const edge = Math.min(edgeSeconds, seconds / 2);
  return (time) => {
    const part = edge > 0 ? minimumJerk(Math.min(time, seconds - time) / edge) : 0;
    const lively = livelinessAt(time);
    const shift = shifted(time);
    const sway = swaying(time);
    const nod = nodAt(time);
    return {
      yaw: part * (shift.yaw + lively * sway.yaw),
      pitch: part * (shift.pitch + lively * sway.pitch + (nod ? nodDuring(nod, time) : 0)),
      roll: part * (shift.roll + lively * sway.roll),
    };
  };
}

/** 1 while the voice speaks, falling to 0 in pauses. */
function liveliness(phrases: readonly TimeSpan[], seconds: number): (time: number) => number {
  const speaking: boolean[] = [];
  for (const { start, end } of phrases) {
    const [from, to] = [start, end].map((time) => Math.round(time * loudnessPerSecond));
    for (let block = from ?? 0; block < (to ?? 0); block++) speaking[block] = true;
  }
  const blocks = Math.ceil(seconds * loudnessPerSecond) + 1;
  const distances = distanceToSpeech(speaking, blocks);
  return (time) => {
    const block = Math.min(blocks - 1, Math.round(time * loudnessPerSecond));
    return minimumJerk(1 - (distances[block] ?? 0) / loudnessPerSecond / restSeconds);
  };
}
