import type { Point } from '../picture/geometry.js';
import { sampleBilinear } from '../picture/bilinear.js';

/** Motion on a grid over the network's face, whose unit is one of its 96 pixels. */
export interface FaceMotion {
  /** `[rows, columns]` each: where in the portrait a place comes from, relative to itself. */
  readonly x: Float32Array;
  readonly y: Float32Array;
  readonly rows: number;
  readonly columns: number;
  /** The place of the first sample, and the distance of two. */
  readonly left: number;
  readonly top: number;
  readonly step: number;
}

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
/** The dark line between closed lips belongs to the inside: its width below the line. */
const lineBelow = 0.45;
/** Where the rims are looked for: above and below the line. */
const reach = { above: 10, below: 24 } as const;
/** The step in which a column is searched. */
const searchStep = 0.5;
/** Standard deviation of the smoothing along a rim, in columns. */
const smoothing = 2;
/** The share of the mouth at each corner in which the opening ends. */
const taper = 0.14;

/** Where across the mouth the motion is asked for the line in which it parts the lips. */
const partingPlaces = [-0.3, -0.2, -0.1, 0, 0.1, 0.2, 0.3] as const;
/** How far from the line of the mesh that may be, and in which steps heights are counted. */
const parting = { above: 3, below: 5, step: 0.25 } as const;
/** What a place without motion counts for the line of the mesh, in pixels of opening. */
const meshWeight = 0.5;

/**
 * Finds where the lips part: a place belongs to the upper lip if it comes from surely above the line in
 * which the lips of the portrait meet, and to the lower one if it comes from surely below. Each column is
 * searched from outside inwards, so that what the motion says inside of the opening does not matter.
 * @param line the closed line of the lips, from corner to corner, on the network's face
 */
export function lipOpening(line: readonly Point[], motion: FaceMotion): LipOpening {
  const heightAt = partingLine(lineHeight(line), line, motion);
  const [first, last] = [line[0], line.at(-1)];
  if (!first || !last) throw new RangeError('The line of the lips is empty.');
  const left = movedCorner(first, motion);
  const right = Math.max(left + 1, movedCorner(last, motion));
  const upper = new Float32Array(openingColumns);
  const lower = new Float32Array(openingColumns);
  for (let column = 0; column < openingColumns; column++) {
    const x = left + ((right - left) * column) / (openingColumns - 1);
    const middle = heightAt(x + sampleMotion(motion, motion.x, x, heightAt(x)));
    const below = (y: number) =>
      y + sampleMotion(motion, motion.y, x, y) - heightAt(x + sampleMotion(motion, motion.x, x, y));
    upper[column] =
      crossing((y) => below(y) + sure, middle - reach.above, middle + reach.below, searchStep) + sure;
    lower[column] =
      crossing((y) => sure - below(y), middle + reach.below, middle - reach.above, -searchStep) -
      sure +
      lineBelow;
  }
  smooth(upper);
  smooth(lower);
  for (let column = 0; column < openingColumns; column++) {
    const share = column / (openingColumns - 1);
    const end = Math.min(1, Math.min(share, 1 - share) / taper) ** 0.6;
    const middle = ((upper[column] ?? 0) + (lower[column] ?? 0)) / 2;
    const half = (Math.max(0, (lower[column] ?? 0) - (upper[column] ?? 0)) / 2) * end;
    upper[column] = middle - half;
    lower[column] = middle + half;
  }
  return { left, right, upper, lower };
}

/**
 * How far below the line of the mesh the motion of a wide open mouth parts the lips, in pixels of the
 * network's face.
 */
export function partingOffset(line: readonly Point[], motion: FaceMotion): number {
  const heightAt = lineHeight(line);
  const middle = ((line[0]?.[0] ?? 0) + (line.at(-1)?.[0] ?? 0)) / 2;
  return partingLine(heightAt, line, motion)(middle) - heightAt(middle);
}

/**
 * The line at which the motion parts the lips. It is not always that of the mesh, for example below a
 * moustache: inside of an opening, everything comes from about the same height.
 */
function partingLine(
  heightAt: (x: number) => number,
  line: readonly Point[],
  motion: FaceMotion,
): (x: number) => number {
  const [from, to] = [line[0]?.[0] ?? 0, line.at(-1)?.[0] ?? 0];
  const [middle, width] = [(from + to) / 2, Math.max(1, to - from)];
  const sums = { weight: 0, x: 0, xx: 0, offset: 0, xOffset: 0 };
  const counts = new Float32Array((parting.above + parting.below) / parting.step + 1);
  for (const share of partingPlaces) {
    const x = middle + share * width;
    counts.fill(0);
    for (let y = heightAt(x) - reach.above; y < heightAt(x) + reach.below; y += searchStep) {
      const sourceX = x + sampleMotion(motion, motion.x, x, y);
      const below = y + sampleMotion(motion, motion.y, x, y) - heightAt(sourceX);
      const index = Math.round((below + parting.above) / parting.step);
      if (index >= 0 && index < counts.length) counts[index] = (counts[index] ?? 0) + searchStep;
    }
    let [best, offset] = [0, 0];
    for (let index = 1; index < counts.length - 1; index++) {
      const here = (counts[index - 1] ?? 0) + (counts[index] ?? 0) + (counts[index + 1] ?? 0);
      if (here > best) [best, offset] = [here, index * parting.step - parting.above];
    }
    // Without motion, each height is met once.
    const weight = Math.max(0, best - 3 * parting.step - searchStep);
    sums.weight += weight;
    sums.x += weight * share;
    sums.xx += weight * share * share;
    sums.offset += weight * offset;
    sums.xOffset += weight * share * offset;
  }
  const weight = sums.weight + meshWeight;
  const meanX = sums.x / weight;
  const mean = sums.offset / weight;
  const spread = sums.xx / weight - meanX * meanX + 0.05;
  const slope = (sums.xOffset / weight - meanX * mean) / spread;
  return (x) => {
    const share = Math.min(0.5, Math.max(-0.5, (x - middle) / width));
    return heightAt(x) + mean + slope * (share - meanX);
  };
}

/** The first place from `from` on where a value is no longer negative. */
function crossing(value: (y: number) => number, from: number, to: number, step: number): number {
  let before = value(from);
  for (let y = from + step; step > 0 ? y <= to : y >= to; y += step) {
    const here = value(y);
    if (here >= 0) return y - step * (here === before ? 0 : Math.min(1, here / (here - before)));
    before = here;
  }
  return to;
}

/** Where the corner of the mouth is in the frame. */
function movedCorner([x, y]: Point, motion: FaceMotion): number {
  const first = x - sampleMotion(motion, motion.x, x, y);
  return x - sampleMotion(motion, motion.x, first, y);
}

/** The motion at a place; beyond the grid, its outermost samples repeat. */
export function sampleMotion(
  { rows, columns, left, top, step }: Omit<FaceMotion, 'x' | 'y'>,
  values: Float32Array,
  x: number,
  y: number,
): number {
  const plane = { values, first: 0, width: columns, height: rows };
  return sampleBilinear(plane, (x - left) / step + 0.5, (y - top) / step + 0.5);
}

/** The height of a line at a place, linear between its points. */
function lineHeight(line: readonly Point[]): (x: number) => number {
  return (x) => {
    let before = line[0];
    for (const point of line) {
      if (point[0] >= x && before && point[0] > before[0]) {
        const share = Math.max(0, (x - before[0]) / (point[0] - before[0]));
        return before[1] + share * (point[1] - before[1]);
      }
      before = point;
    }
    return before?.[1] ?? 0;
  };
}

function smooth(values: Float32Array): void {
  const radius = Math.ceil(2.5 * smoothing);
  const from = values.slice();
  for (let index = 0; index < values.length; index++) {
    let [sum, weights] = [0, 0];
    for (let near = -radius; near <= radius; near++) {
      const weight = Math.exp(-0.5 * (near / smoothing) ** 2);
      sum += weight * (from[Math.min(values.length - 1, Math.max(0, index + near))] ?? 0);
      weights += weight;
    }
    values[index] = sum / weights;
  }
}
