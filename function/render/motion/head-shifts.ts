import { minimumJerk, peakSpeed } from '../numeric/minimum-jerk.js';
import type { TimeSpan } from './event-cursor.js';
import { between, distance, straight, type HeadAngles } from './head-angles.js';
import type { Random } from './random.js';

/** Degrees: standard deviation and limit of each angle. */
const yawSpread = [2.2, 3.8] as const;
const pitchSpread = [0.9, 1.8] as const;
const rollSpread = [1.2, 2.8] as const;
/** Nods only go down. To balance them, the rest of the motion points slightly above the portrait's pose. */
const raised = -0.25;
/** Heads tilt toward the side to which they turn. */
const tiltPerYaw = 0.25;
/** Degrees per second. */
const maxDegreesPerSecond = 9;
/** Seconds. */
const minMoveSeconds = 0.6;
/** A move starts only if the phrase goes on for at least this long. */
const moveRoomSeconds = 1;
const typicalInterval = 2.2;
const intervalSigma = 0.55;
/** The head comes to rest in pauses of at least this length, close to the portrait's own pose. */
const restingPause = 0.5;
const keptInRest = 0.35;
/** A head starts to move before its voice is audible. */
const lead = 0.15;

/** A move of the head to a new direction, which it keeps until the next move. */
export interface Shift extends TimeSpan {
  readonly from: HeadAngles;
  readonly to: HeadAngles;
}

/**
 * Plans slow moves of the head: one at the start of a phrase after a pause, more at uneven intervals while
 * the voice speaks, and one back toward the portrait's own pose in a pause. Directions are distributed
 * around that pose, so the head never drifts.
 *
 * Sources: Hadar et al. 1983 and 1984 (speakers move their heads nearly all the time, most widely after
 * long pauses, and keep them still at the ends of phrases).
 */
export function planShifts(phrases: readonly TimeSpan[], random: Random): Shift[] {
  const shifts: Shift[] = [];
  let at = straight;
  let free = 0;
  const move = (start: number, to: HeadAngles) => {
    const from = at;
    const minSeconds = Math.max(minMoveSeconds, (peakSpeed * distance(from, to)) / maxDegreesPerSecond);
    const end = start + minSeconds * random.between(1, 1.5);
    shifts.push({ start, end, from, to });
    at = to;
    free = end;
  };
  for (const [i, { start, end }] of phrases.entries()) {
    const before = phrases[i - 1];
    const rested = !before || start - before.end >= restingPause;
    let next = rested ? start - lead : free + interval(random);
    for (; next < end - moveRoomSeconds; next = free + interval(random)) {
      move(Math.max(next, free), direction(random));
    }
    const pause = (phrases[i + 1]?.start ?? Infinity) - end;
    if (pause >= restingPause) move(Math.max(end, free), between(straight, at, keptInRest));
  }
  return shifts.filter(({ start }) => start >= 0);
}

/** Returns where the head points during moves and between them, as a function of time, which must not decrease. */
export function shiftedHead(shifts: readonly Shift[]): (time: number) => HeadAngles {
  let next = 0;
  let rest = straight;
  return (time) => {
    for (let shift = shifts[next]; shift && shift.end <= time; shift = shifts[next]) {
      rest = shift.to;
      next++;
    }
    const shift = shifts[next];
    if (!shift || shift.start >= time) return rest;
    return between(shift.from, shift.to, minimumJerk((time - shift.start) / (shift.end - shift.start)));
  };
}

function direction(random: Random): HeadAngles {
  const yaw = random.spread(...yawSpread);
  const pitch = raised + random.spread(...pitchSpread);
  const roll = tiltPerYaw * yaw + random.spread(...rollSpread);
  return { yaw, pitch, roll };
}

function interval(random: Random): number {
  return random.logNormal(typicalInterval, intervalSigma) - minMoveSeconds;
}
