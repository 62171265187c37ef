import { minimumJerk } from '../numeric/minimum-jerk.js';
import type { TimeSpan } from './event-cursor.js';
import type { Random } from './random.js';

/** Seconds from one breath to the next: 12 to 20 a minute. */
const minBreathSeconds = 3;
const maxBreathSeconds = 5;
const typicalBreath = 3.9;
/** Breath-to-breath variation, as a share. */
const variation = 0.14;
/** The share of inhalation, which is shorter than exhalation. */
const inhaleShare = 0.38;

export interface Breath extends TimeSpan {
  /** 0..1, relative to the deepest breath. */
  readonly depth: number;
}

/**
 * Plans when the chest rises. Breaths follow each other without gaps and differ in length and depth. Each
 * starts at the end of a phrase if one is near.
 *
 * Sources: Tobin et al. 1988 (the duration of breaths varies by a fifth, their depth by a third), Winkworth et
 * al. 1995 (most breaths precede clauses), Conrad and Schönle 1979 (inhalation is the shorter part).
 * @param seconds the time of the last frame; the last breath ends there or before
 */
export function planBreaths(phrases: readonly TimeSpan[], seconds: number, random: Random): Breath[] {
  const breaths: Breath[] = [];
  let start = 0;
  while (seconds - start >= minBreathSeconds) {
    const wanted = typicalBreath * (1 + random.spread(variation, 0.22));
    const length = lengthBefore(seconds - start, nearestEnd(phrases, start, wanted) ?? wanted);
    breaths.push({ start, end: start + length, depth: 1 - random.between(0, 0.45) });
    start += length;
  }
  return breaths;
}

/** Returns how far the chest is raised, relative to the deepest breath. */
export function liftDuring({ start, end, depth }: Breath, time: number): number {
  const share = (time - start) / (end - start);
  return (
    depth *
    (share < inhaleShare
      ? minimumJerk(share / inhaleShare)
      : 1 - minimumJerk((share - inhaleShare) / (1 - inhaleShare)))
  );
}

/** Returns the length, as close to `wanted` as possible, with which a breath ends at the end of a phrase. */
function nearestEnd(phrases: readonly TimeSpan[], start: number, wanted: number): number | undefined {
  return phrases
    .map(({ end }) => end - start)
    .filter((length) => length >= minBreathSeconds && length <= maxBreathSeconds)
    .sort((a, b) => Math.abs(a - wanted) - Math.abs(b - wanted))
    .at(0);
}

/** Adapts the length of a breath, so that whole breaths fit into the time that remains. */
function lengthBefore(remaining: number, length: number): number {
  if (remaining - length >= maxBreathSeconds) return length;
  if (remaining <= maxBreathSeconds) return remaining;
  if (remaining >= 2 * minBreathSeconds)
    return Math.min(maxBreathSeconds, Math.max(minBreathSeconds, remaining / 2));
  return maxBreathSeconds;
}
