import type { Point } from '../../picture/geometry.js';
import { readColumn, sampleMotion, type FaceMotion } from './face-motion.js';
import { lineHeight, partingLine } from './parting-line.js';

/** The opening between the lips in one frame, on the network's face. */
export interface LipOpening {
  /** The corners of the mouth. */
  readonly left: number;
  readonly right: number;
  /** The height of the rims of both lips, from corner to corner in equal steps. */
  readonly upper: Float32Array;
  readonly lower: Float32Array;
}

/** Places from corner to corner. */
export const openingColumns = 49;

/** How far from the line a place surely belongs to one of the lips. */
const sure = 1.6;
/** The dark line between closed lips belongs to the inside of an open mouth: half of its width. */
const darkLine = 0.5;
/** Lips that are parted by this are open. */
const parted = 1.5;
/** Where the rims are looked for: above and below the line. */
const reach = { above: 10, below: 24 } as const;
/** Standard deviation of the smoothing along a rim, in columns. */
const smoothing = 2;
/** The share of the mouth at each corner in which the opening ends. */
const taper = 0.14;

/**
 * Finds where the lips part: a place belongs to the upper lip if it comes from surely above the line in
 * which the lips of the portrait meet, and to the lower one if it comes from surely below. Each column is
 * searched from outside inwards, so that what the motion says inside of the opening does not matter.
 * @param line the closed line of the lips, from corner to corner, on the network's face
 * @param columns places from corner to corner
 */
export function lipOpening(
  line: readonly Point[],
  motion: FaceMotion,
  columns: number = openingColumns,
): LipOpening {
  const [first, last] = [line[0], line.at(-1)];
  if (!first || !last) throw new RangeError('The line of the lips is empty.');
  const heightAt = lineHeight(line);
  const parting = partingLine(heightAt, line, motion);
  const left = movedCorner(first, motion);
  const right = Math.max(left + 1, movedCorner(last, motion));
  const upper = new Float32Array(columns);
  const lower = new Float32Array(columns);
  const below = new Float32Array(motion.rows);
  for (let column = 0; column < columns; column++) {
    const x = left + ((right - left) * column) / (columns - 1);
    const middle = heightAt(x) + parting(x);
    readColumn(motion, x, heightAt, below);
    const offset = parting(x);
    upper[column] = crossingDown(below, motion, offset - sure, middle) + sure;
    lower[column] = crossingUp(below, motion, offset + sure, middle) - sure;
  }
  smooth(upper);
  smooth(lower);
  for (let column = 0; column < columns; column++) {
    const share = column / (columns - 1);
    const end = Math.min(1, Math.min(share, 1 - share) / taper) ** 0.6;
    const middle = ((upper[column] ?? 0) + (lower[column] ?? 0)) / 2;
    const gap = Math.max(0, (lower[column] ?? 0) - (upper[column] ?? 0));
    const half = (gap / 2 + darkLine * Math.min(1, gap / parted)) * end;
    upper[column] = middle - half;
    lower[column] = middle + half;
  }
  return { left, right, upper, lower };
}

/** The first height, from above, that comes from no higher than `limit` below the line. */
function crossingDown(below: Float32Array, { top, step }: FaceMotion, limit: number, middle: number): number {
  const first = Math.max(0, Math.floor((middle - reach.above - top) / step));
  const last = Math.min(below.length - 1, Math.ceil((middle + reach.below - top) / step));
  for (let row = first + 1; row <= last; row++) {
    const here = (below[row] ?? 0) - limit;
    if (here < 0) continue;
    const before = Math.min(0, (below[row - 1] ?? 0) - limit);
    return top + step * (row - (here === before ? 0 : here / (here - before)));
  }
  return top + step * last;
}

/** The first height, from below, that comes from no lower than `limit` below the line. */
function crossingUp(below: Float32Array, { top, step }: FaceMotion, limit: number, middle: number): number {
  const first = Math.max(0, Math.floor((middle - reach.above - top) / step));
  const last = Math.min(below.length - 1, Math.ceil((middle + reach.below - top) / step));
  for (let row = last - 1; row >= first; row--) {
    const here = limit - (below[row] ?? 0);
    if (here < 0) continue;
    const before = Math.min(0, limit - (below[row + 1] ?? 0));
    return top + step * (row + (here === before ? 0 : here / (here - before)));
  }
  return top + step * first;
}

/** Where the corner of the mouth is in the frame. */
function movedCorner([x, y]: Point, motion: FaceMotion): number {
  const first = x - sampleMotion(motion, motion.x, x, y);
  return x - sampleMotion(motion, motion.x, first, y);
}

const radius = Math.ceil(2.5 * smoothing);
const weights = Float32Array.from({ length: 2 * radius + 1 }, (_, tap) =>
  Math.exp(-0.5 * ((tap - radius) / smoothing) ** 2),
);
const weightSum = weights.reduce((sum, weight) => sum + weight, 0);

function smooth(values: Float32Array): void {
  const from = values.slice();
  for (let index = 0; index < values.length; index++) {
    let sum = 0;
    for (let tap = 0; tap < weights.length; tap++)
      sum +=
        (weights[tap] ?? 0) * (from[Math.min(values.length - 1, Math.max(0, index + tap - radius))] ?? 0);
    values[index] = sum / weightSum;
  }
}
