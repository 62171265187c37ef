import { loudnessPerSecond } from '../voice/features/loudness.js';
import { liftDuring, planBreaths } from './breaths.js';
import { lidsDuring, planBlinks } from './blinks.js';
import { eventCursor } from './event-cursor.js';
import { planHead } from './head.js';
import type { MotionStrengths } from '../../../domain/motion-presets.js';
import { findPhrases } from './phrases.js';
import type { Pose } from './pose.js';
import { Random } from './random.js';
import type { Prosody } from './stressed-syllables.js';

const radiansPerDegree = Math.PI / 180;

/**
 * Plans how a portrait moves while it speaks: when it blinks, how it holds its head, and when it breathes.
 * The first and the last frame have the portrait's own pose, so that clips can be joined and looped. The
 * plan is computed in seconds, so it does not depend on the frame rate. The same seed gives the same plan.
 * @param motion a strength of 0 disables its part and does not change the others
 * @yields one pose per frame. Memory: the voice's loudness and pitch, and a few numbers for each blink,
 *   breath, and move of the head.
 */
export function* planMotion(
  voice: Prosody,
  { frames, fps, motion, seed }: { frames: number; fps: number; motion: MotionStrengths; seed: string },
): Generator<Pose, void, undefined> {
  const seconds = (frames - 1) / fps;
  const phrases = findPhrases(voice.loudness);
  const voiceSeconds = voice.loudness.length / loudnessPerSecond;
  const blinking = { seconds, voiceSeconds, fps, share: motion.blink };
  const blinkAt = eventCursor(planBlinks(phrases, blinking, new Random(`${seed} blinks`)));
  const breathAt = eventCursor(planBreaths(phrases, seconds, new Random(`${seed} breaths`)));
  const headAt = motion.head > 0 ? planHead(voice, phrases, seconds, seed) : undefined;
  const angle = motion.head * radiansPerDegree;
  for (let frame = 0; frame < frames; frame++) {
    const time = frame / fps;
    const blink = blinkAt(time);
    const breath = breathAt(time);
    const head = headAt?.(time);
    yield {
      yaw: turned(head?.yaw, angle),
      pitch: turned(head?.pitch, angle),
      roll: turned(head?.roll, angle),
      lids: blink ? lidsDuring(blink, time) : 0,
      breath: breath ? motion.breath * liftDuring(breath, time) : 0,
    };
  }
}

/** Radians; never −0, so that equal poses are equal in every comparison. */
function turned(degrees = 0, scale: number): number {
  return degrees * scale + 0;
}
