import type { Rectangle, Span } from '../function/render/picture/geometry.js';
import type { Lips } from './lips.js';
import {
  contrast,
  fineness,
  lowerShifts,
  profile,
  seen,
  upperShifts,
  valuesPerRow,
  type Profile,
} from './mouth-profile.js';

/*
 * Measures from pictures alone how far a mouth is open. Along a few columns in the middle of the
 * mouth, a frame is explained by the still: rows above the gap as the still's upper lip, moved; rows
 * below it as the still's lower lip, moved; rows in the gap are unexplained. The gap that leaves the
 * least unexplained is the opening.
 */

/** A row counts as unexplained if it differs by as much as the still's rows differ from their mean. */
const tolerance = 1;

/**
 * Prepares the measurement of one portrait.
 * @param still the portrait's own patch, `[height, width, 3]` RGB
 * @returns a function that measures a frame of that patch: where the lips end above and below the gap, in
 *   network pixels (96 across the face box) from where they meet in the still. An empty gap is a closed mouth.
 */
export function gapMeter(still: Uint8Array, patch: Rectangle, lips: Lips): (frame: Uint8Array) => Span {
  const shut = profile(still, patch, lips);
  const limit = tolerance * contrast(shut);
  return (frame) => gapIn(shut, profile(frame, patch, lips), limit);
}

function gapIn(still: Profile, frame: Profile, limit: number): Span {
  const rows = { first: still.line - seen.above * fineness, last: still.line + seen.below * fineness };
  const above = steps(upperShifts).map((shift) => unexplained([still, frame], rows, shift, limit));
  const below = steps(lowerShifts).map((shift) => unexplained([still, frame], rows, shift, limit));
  const cost = (upper: number, lower: number): number => {
    const [over, under] = [above[upper], below[lower]];
    if (!over || !under) return Infinity;
    const upperEnds = still.line + upperShifts.from * fineness + upper - rows.first;
    const lowerBegins = still.line + lowerShifts.from * fineness + lower - rows.first;
    if (lowerBegins < upperEnds) return Infinity;
    const gap = (lowerBegins - upperEnds) * limit;
    return (over[upperEnds] ?? 0) + gap + (under.at(-1) ?? 0) - (under[lowerBegins] ?? 0);
  };
  let best = { upper: 0, lower: 0, cost: Infinity };
  for (let upper = 0; upper < above.length; upper++) {
    for (let lower = 0; lower < below.length; lower++) {
      const here = cost(upper, lower);
      if (here < best.cost) best = { upper, lower, cost: here };
    }
  }
  const finer = (at: (by: number) => number) => vertex(at(-1), best.cost, at(1));
  const upper = best.upper + finer((by) => cost(best.upper + by, best.lower));
  const lower = best.lower + finer((by) => cost(best.upper, best.lower + by));
  return { from: upper / fineness + upperShifts.from, to: lower / fineness + lowerShifts.from };
}

function steps({ from, to }: Span): number[] {
  return Array.from({ length: (to - from) * fineness + 1 }, (_, i) => from * fineness + i);
}

/**
 * What remains unexplained of a frame's rows if the still is moved down by `shift`: cumulative sums,
 * the i-th of the first i rows.
 */
function unexplained(
  [still, frame]: readonly [Profile, Profile],
  { first, last }: { first: number; last: number },
  shift: number,
  limit: number,
): Float64Array {
  const sums = new Float64Array(last - first + 1);
  for (let row = first; row < last; row++) {
    const from = row - shift;
    let apart = 0;
    for (let column = 0; column < valuesPerRow; column++) {
      const value = still.colors[from * valuesPerRow + column];
      apart += value === undefined ? limit : (value - (frame.colors[row * valuesPerRow + column] ?? 0)) ** 2;
    }
    sums[row - first + 1] = (sums[row - first] ?? 0) + Math.min(limit, apart / valuesPerRow);
  }
  return sums;
}

/** The position of a minimum between its neighbors, −½ … ½. */
function vertex(before: number, at: number, after: number): number {
  const bend = before - 2 * at + after;
  return Number.isFinite(bend) && bend > 0 ? Math.max(-0.5, Math.min(0.5, (before - after) / (2 * bend))) : 0;
}
