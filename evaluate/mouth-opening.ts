import type { Rectangle } from '../function/render/portrait/face.js';
import type { Lips } from './lips.js';

/*
 * Measures from pictures alone how far a mouth is open. Along a few columns in the middle of the
 * mouth, a frame is explained by the still: rows above the gap as the still's upper lip, moved; rows
 * below it as the still's lower lip, moved; rows in the gap are unexplained. The gap that leaves the
 * least unexplained is the opening.
 */

/** Rows per network pixel. */
const fineness = 2;
/** The share of the mouth's width that is examined, and the number of strips. */
const watched = 0.3;
const strips = 5;

/** The examined area, and how far the lips may move: network pixels from where they meet. */
const seen = { above: 9, below: 22 };
const upperShifts = { from: -6, to: 3 };
const lowerShifts = { from: -4, to: 15 };

/** A row counts as unexplained if it differs by as much as the still's rows differ from their mean. */
const tolerance = 1;

/** Rows of mean colors, `[rows, strips, 3]`; the lips meet at row `line`. */
interface Profile {
  readonly colors: Float32Array;
  readonly rows: number;
  readonly line: number;
}

/**
 * @param still the portrait's own patch, `[height, width, 3]` RGB
 * @returns a function that measures a frame of that patch: the opening in network pixels (96 across
 *   the face box), 0 if the lips are as in the still
 */
export function openingMeter(still: Uint8Array, patch: Rectangle, lips: Lips): (frame: Uint8Array) => number {
  const shut = profile(still, patch, lips);
  const limit = tolerance * contrast(shut);
  return (frame) => openingIn(shut, profile(frame, patch, lips), limit);
}

function openingIn(still: Profile, frame: Profile, limit: number): number {
  const rows = { first: still.line - seen.above * fineness, last: still.line + seen.below * fineness };
  const above = steps(upperShifts).map((shift) => unexplained(still, frame, rows, shift, limit));
  const below = steps(lowerShifts).map((shift) => unexplained(still, frame, rows, shift, limit));
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
  return (lower - upper) / fineness + lowerShifts.from - upperShifts.from;
}

function steps({ from, to }: Span): number[] {
  return Array.from({ length: (to - from) * fineness + 1 }, (_, i) => from * fineness + i);
}

function profile(pixels: Uint8Array, patch: Rectangle, { middle, line, width, unit }: Lips): Profile {
  const step = unit / fineness;
  const above = -seen.above - upperShifts.to;
  const below = seen.below - lowerShifts.from;
  const rows = Math.ceil((below - above) * fineness);
  const colors = new Float32Array(rows * strips * 3);
  const left = middle - patch.x - (watched / 2) * width;
  const across = (watched * width) / strips;
  for (let row = 0; row < rows; row++) {
    const top = line - patch.y + above * unit + row * step;
    for (let strip = 0; strip < strips; strip++) {
      const from = left + strip * across;
      colors.set(
        meanColor(pixels, patch, { from, to: from + across }, { from: top, to: top + step }),
        (row * strips + strip) * 3,
      );
    }
  }
  return { colors, rows, line: -above * fineness };
}

interface Span {
  readonly from: number;
  readonly to: number;
}

/** Mean of the pixels in a rectangle; rows at its upper and lower ends count in part. */
function meanColor(pixels: Uint8Array, { width, height }: Rectangle, columns: Span, rows: Span) {
  const sum = [0, 0, 0];
  let weight = 0;
  const first = Math.max(0, Math.round(columns.from));
  const last = Math.min(width, Math.max(first + 1, Math.round(columns.to)));
  for (let y = Math.floor(rows.from - 0.5); y <= Math.ceil(rows.to + 0.5); y++) {
    // Each row is weighted around its middle, so that small shifts are visible too.
    const reach = Math.max(1, rows.to - rows.from);
    const share = 1 - Math.abs(y + 0.5 - (rows.from + rows.to) / 2) / reach;
    if (share <= 0) continue;
    const row = Math.min(height - 1, Math.max(0, y));
    for (let x = first; x < last; x++) {
      const at = (row * width + x) * 3;
      for (let channel = 0; channel < 3; channel++) {
        sum[channel] = (sum[channel] ?? 0) + share * (pixels[at + channel] ?? 0);
      }
      weight += share;
    }
  }
  return sum.map((value) => (weight > 0 ? value / weight : 0));
}

/**
 * What remains unexplained of a frame's rows if the still is moved down by `shift`: cumulative sums,
 * the i-th of the first i rows.
 */
function unexplained(
  still: Profile,
  frame: Profile,
  { first, last }: { first: number; last: number },
  shift: number,
  limit: number,
): Float64Array {
  const sums = new Float64Array(last - first + 1);
  for (let row = first; row < last; row++) {
    const from = row - shift;
    let apart = 0;
    for (let column = 0; column < strips * 3; column++) {
      const value = still.colors[from * strips * 3 + column];
      apart += value === undefined ? limit : (value - (frame.colors[row * strips * 3 + column] ?? 0)) ** 2;
    }
    sums[row - first + 1] = (sums[row - first] ?? 0) + Math.min(limit, apart / (strips * 3));
  }
  return sums;
}

/** Mean square difference of a profile's rows from their mean. */
function contrast({ colors, rows }: Profile): number {
  let total = 0;
  for (let column = 0; column < strips * 3; column++) {
    const values = Array.from({ length: rows }, (_, row) => colors[row * strips * 3 + column] ?? 0);
    const mean = values.reduce((sum, value) => sum + value, 0) / rows;
    total += values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / rows;
  }
  return total / (strips * 3);
}

/** The position of a minimum between its neighbors, −½ … ½. */
function vertex(before: number, at: number, after: number): number {
  const bend = before - 2 * at + after;
  return Number.isFinite(bend) && bend > 0 ? Math.max(-0.5, Math.min(0.5, (before - after) / (2 * bend))) : 0;
}
