import type { Point } from '../../picture/geometry.js';
import { readColumn, type FaceMotion } from './face-motion.js';

/** Where across the mouth the motion is asked for the line in which it parts the lips. */
const partingPlaces = [-0.3, -0.2, -0.1, 0, 0.1, 0.2, 0.3] as const;
/** How far from the line of the mesh that may be, and in which steps heights are counted. */
const parting = { above: 3, below: 5, step: 0.25 } as const;
/** What a place without motion counts for the line of the mesh, in pixels of opening. */
const meshWeight = 0.5;

/**
 * How far below the line of the mesh the motion of a wide open mouth parts the lips, in pixels of the
 * network's face.
 */
export function partingOffset(line: readonly Point[], motion: FaceMotion): number {
  const middle = ((line[0]?.[0] ?? 0) + (line.at(-1)?.[0] ?? 0)) / 2;
  return partingLine(lineHeight(line), line, motion)(middle);
}

/**
 * How far below the line of the mesh the motion parts the lips at each place. It is not always at that line,
 * for example below a moustache: inside of an opening, everything comes from about the same height.
 */
export function partingLine(
  heightAt: (x: number) => number,
  line: readonly Point[],
  motion: FaceMotion,
): (x: number) => number {
  const [from, to] = [line[0]?.[0] ?? 0, line.at(-1)?.[0] ?? 0];
  const [middle, width] = [(from + to) / 2, Math.max(1, to - from)];
  const sums = { weight: 0, x: 0, xx: 0, offset: 0, xOffset: 0 };
  const counts = new Float32Array((parting.above + parting.below) / parting.step + 1);
  const below = new Float32Array(motion.rows);
  const half = motion.step / 2;
  for (const share of partingPlaces) {
    readColumn(motion, middle + share * width, heightAt, below);
    counts.fill(0);
    for (let row = 0; row < below.length - 1; row++) {
      for (const part of [0.25, 0.75]) {
        const height = (below[row] ?? 0) * (1 - part) + (below[row + 1] ?? 0) * part;
        const index = Math.round((height + parting.above) / parting.step);
        if (index >= 0 && index < counts.length) counts[index] = (counts[index] ?? 0) + half;
      }
    }
    let [best, offset] = [0, 0];
    for (let index = 1; index < counts.length - 1; index++) {
      const here = (counts[index - 1] ?? 0) + (counts[index] ?? 0) + (counts[index + 1] ?? 0);
      if (here > best) [best, offset] = [here, index * parting.step - parting.above];
    }
    // Without motion, each height is met once.
    const weight = Math.max(0, best - 3 * parting.step - half);
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
  return (x) => mean + slope * (Math.min(0.5, Math.max(-0.5, (x - middle) / width)) - meanX);
}

/** The height of a line at a place: linear between its points, and level beyond its ends. */
export function lineHeight(line: readonly Point[]): (x: number) => number {
  const [from, to] = [line[0]?.[0] ?? 0, line.at(-1)?.[0] ?? 0];
  const scale = tableSteps / Math.max(1e-6, to - from);
  const table = Float32Array.from({ length: tableSteps + 2 }, (_, index) =>
    heightOn(line, from + Math.min(tableSteps, index) / scale),
  );
  return (x) => {
    const place = Math.min(tableSteps, Math.max(0, (x - from) * scale));
    const index = Math.floor(place);
    const [here, next] = [table[index] ?? 0, table[index + 1] ?? 0];
    return here + (place - index) * (next - here);
  };
}

/** Steps of the table in which the heights of a line are looked up. */
const tableSteps = 96;

function heightOn(line: readonly Point[], x: number): number {
  let before = line[0];
  for (const point of line) {
    if (point[0] >= x && before && point[0] > before[0]) {
      const share = Math.max(0, (x - before[0]) / (point[0] - before[0]));
      return before[1] + share * (point[1] - before[1]);
    }
    before = point;
  }
  return before?.[1] ?? 0;
}
