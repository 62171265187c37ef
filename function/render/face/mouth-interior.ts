import { smoothStep } from '../numeric/smooth-step.js';
import { median } from '../numeric/median.js';
import type { LipEdges, MouthColors } from './mouth-colors.js';
import type { LipCurve } from './lip-curve.js';

/** Places across the mouth where its inside is looked for. */
const columns = 24;
/** What a sample of the lips counts against one of the inside, and what distance from the mesh costs. */
const lipWeight = 0.5;
const distanceCost = 0.15;
const lipCost = 0.4;
/** From this gap on, relative to the width of the mouth, the mesh places the lower lip too high. */
const wideGap = 0.4;

/** The inside of an open mouth, in the frame of the mouth. */
export interface MouthInterior {
  readonly upper: LipCurve;
  readonly lower: LipCurve;
  /** The height of what looks like the inside, relative to the width of the mouth. */
  readonly opening: number;
  /** The share of the space between the lips that looks like the inside. */
  readonly share: number;
}

/** Heights between which an edge is searched, that of the mesh, and what it costs to go beyond that. */
interface EdgeSearch {
  readonly from: number;
  readonly to: number;
  readonly meshEdge: number;
  readonly beyondCost: number;
}

/**
 * Corrects the inner edges of the lips of a face mesh, which lie a few pixels off in an open mouth, by
 * the colors of the picture. The correction is a smooth one, because lips have highlights and shadows.
 * @param chin height of the chin
 */
export function mouthInterior(
  { insideAt, step }: MouthColors,
  half: number,
  edges: LipEdges,
  chin: number,
): MouthInterior {
  const gap = Math.max(step, edges.lower(0) - edges.upper(0));
  const isWide = gap > 2 * half * wideGap;
  /** Walks from the inside to the lip, to where the most of the inside and the least of the lip is passed. */
  const edgeBetween = (u: number, { from, to, meshEdge, beyondCost }: EdgeSearch) => {
    const direction = Math.sign(to - from);
    let [sum, best, edge] = [0, 0, from];
    for (let v = from; direction * (to - v) > 0; v += direction * step) {
      if (sum > best) [best, edge] = [sum, v];
      const cost = direction * (v - meshEdge) > 0 ? beyondCost : -distanceCost;
      sum += (1 + lipWeight) * insideAt(u, v + (direction * step) / 2) - lipWeight - cost;
    }
    return edge;
  };
  const offsets = Array.from({ length: columns + 1 }, (_, index) => {
    const u = ((2 * index) / columns - 1) * half;
    const [top, bottom] = [edges.upper(u), edges.lower(u)];
    const open = bottom - top;
    const highest = Math.max(top - 0.2 * gap, (top + 2 * edges.upperOuter(u)) / 3);
    const wider = Math.min(1.3 * open, 0.6 * (chin - bottom)) * smoothStep(0.3, 0.5, gap / (2 * half));
    const lowest = bottom + Math.max(0.6 * (edges.lowerOuter(u) - bottom), wider);
    const upward = { from: top + 0.3 * open, to: highest, meshEdge: top, beyondCost: distanceCost };
    const beyondCost = isWide ? distanceCost : lipCost;
    const downward = { from: bottom - 0.3 * open, to: lowest, meshEdge: bottom, beyondCost };
    return {
      upper: edgeBetween(u, upward) - top,
      lower: edgeBetween(u, downward) - bottom,
    };
  });
  const upperOffset = smoothOffset(offsets.map(({ upper }) => upper));
  const lowerOffset = smoothOffset(offsets.map(({ lower }) => lower));
  const upper: LipCurve = (u) => edges.upper(u) + upperOffset(u / half);
  const lower: LipCurve = (u) => Math.max(upper(u), edges.lower(u) + lowerOffset(u / half));
  return { upper, lower, ...visibleInside({ insideAt, step }, half, upper, lower) };
}

/** The parabola and the cubic that vanish in the corners of the mouth, fitted by least squares. */
function smoothOffset(offsets: readonly number[]): (x: number) => number {
  const clean = offsets.map((_, index) => {
    const near = [-2, -1, 0, 1, 2].map((step) => Math.min(columns, Math.max(0, index + step)));
    return median(near.map((place) => offsets[place] ?? 0));
  });
  const sums = { even: 0, evenOffset: 0, odd: 0, oddOffset: 0 };
  for (const [index, offset] of clean.entries()) {
    const x = (2 * index) / columns - 1;
    const even = 1 - x * x;
    sums.even += even * even;
    sums.evenOffset += even * offset;
    sums.odd += (x * even) ** 2;
    sums.oddOffset += x * even * offset;
  }
  const [level, slope] = [sums.evenOffset / sums.even, sums.oddOffset / sums.odd];
  return (x) => (level + slope * x) * Math.max(0, 1 - x * x);
}

function visibleInside({ insideAt, step }: MouthColors, half: number, upper: LipCurve, lower: LipCurve) {
  const sums = { inside: 0, space: 0, middle: 0, middleColumns: 0 };
  for (let index = 0; index <= columns; index++) {
    const x = (2 * index) / columns - 1;
    const [top, bottom] = [upper(x * half), lower(x * half)];
    let inside = 0;
    for (let v = top + step / 2; v < bottom; v += step) inside += step * insideAt(x * half, v);
    sums.inside += inside;
    sums.space += bottom - top;
    if (Math.abs(x) > 0.34) continue;
    sums.middle += inside;
    sums.middleColumns++;
  }
  return {
    opening: sums.middle / sums.middleColumns / (2 * half),
    share: sums.inside / Math.max(step, sums.space),
  };
}
