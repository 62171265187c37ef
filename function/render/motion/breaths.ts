import { minimumJerk } from '../numeric/minimum-jerk.js';
import type { Span } from './event-cursor.js';
import type { Random } from './random.js';

/** Seconds from one breath to the next: 12 to 20 a minute. */
const minBreathSeconds = 3;
const maxBreathSeconds = 5;
const typicalBreath = 3.9;
/** Breath-to-breath variation, as a share. */
const variation = 0.14;
/** A breath in is shorter than a breath out. */
const inhaleShare = 0.38;

export interface Breath extends Span {
  /** 0..1, share of the deepest breath. */
  readonly depth: number;
}

/**
 * Plans when the chest rises: one breath after the other, each of another length and depth. A breath
 * starts at the end of a phrase if one is near.
 *
 * Sources: Tobin et al. 1988 (the time of breaths varies by a fifth, their depth by a third), Winkworth et
 * al. 1995 (most breaths precede clauses), Conrad and Schönle 1979 (breathing in is the shorter part).
 * @param seconds the time of the last frame; the last breath ends there or before
 */
export function planBreaths(phrases: readonly Span[], seconds: number, random: Random): Breath[] {
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

/** How far the chest is raised, as a share of the deepest breath. */
export function liftDuring({ start, end, depth }: Breath, time: number): number {
  const share = (time - start) / (end - start);
  return (
    depth *
    (share < inhaleShare
      ? minimumJerk(share / inhaleShare)
      : 1 - minimumJerk((share - inhaleShare) / (1 - inhaleShare)))
  );
}

/** The length of a breath that starts now and ends with a phrase, as near as possible to the wanted one. */
function nearestEnd(phrases: readonly Span[], start: number, wanted: number): number | undefined {
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
