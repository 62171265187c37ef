import type { Rectangle, Span } from '../function/render/picture/geometry.js';
import type { Lips } from './lips.js';

/** Rows per network pixel. */
export const fineness = 2;
/** The share of the mouth's width that is examined, and the number of strips. */
const watched = 0.3;
const strips = 5;
/** Colors per row. */
export const valuesPerRow = strips * 3;

/** The examined area, and how far the lips may move: network pixels from where they meet. */
export const seen = { above: 9, below: 22 };
export const upperShifts = { from: -6, to: 3 };
export const lowerShifts = { from: -4, to: 15 };

/** Rows of mean colors, `[rows, strips, 3]`; the lips meet at row `line`. */
export interface Profile {
  readonly colors: Float32Array;
  readonly rows: number;
  readonly line: number;
}

/**
 * Measures the colors along a few columns in the middle of the mouth.
 * @param pixels `[height, width, 3]` RGB of the patch
 */
export function profile(pixels: Uint8Array, patch: Rectangle, { middle, line, width, unit }: Lips): Profile {
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

/** Mean square difference of a profile's rows from their mean. */
export function contrast({ colors, rows }: Profile): number {
  let total = 0;
  for (let column = 0; column < valuesPerRow; column++) {
    const values = Array.from({ length: rows }, (_, row) => colors[row * valuesPerRow + column] ?? 0);
    const mean = values.reduce((sum, value) => sum + value, 0) / rows;
    total += values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / rows;
  }
  return total / valuesPerRow;
}
