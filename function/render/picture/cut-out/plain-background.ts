import type { Picture } from '../decode-picture.js';

/** Every so many pixels, across and down, count for the fit. */
const stride = 4;
const passes = 10;
/** A residual (0..255) that halves the weight of a pixel. */
const outlier = 8;
/** 1, x, y, x², xy, y² */
const terms = 6;

/** The color of a plain background at a place: red, green, and blue. */
export type PlainBackground = (column: number, row: number) => readonly [number, number, number];

/**
 * Fits a plain background, whose light changes smoothly: a quadratic function of the place for each channel,
 * by least squares that are weighted again in each pass (Cauchy), so that what is not background counts little.
 * @param isKnown `[height, width]`: 1 where it is seen
 * @returns undefined if it is seen nowhere
 */
export function plainBackground(picture: Picture, isKnown: Uint8Array): PlainBackground | undefined {
  const { width, height, rgb } = picture;
  const known: number[] = [];
  for (let row = 0; row < height; row += stride)
    for (let column = 0; column < width; column += stride)
      if (isKnown[row * width + column] === 1) known.push(row * width + column);
  if (known.length < terms) return undefined;
  const place = (column: number, row: number) => {
    const [x, y] = [(2 * column) / width - 1, (2 * row) / height - 1];
    return [1, x, y, x * x, x * y, y * y];
  };
  const weights = new Float64Array(known.length).fill(1);
  let fit: number[][] = [];
  for (let pass = 0; pass < passes; pass++) {
    const sums = Array.from({ length: terms }, () => new Float64Array(terms + 3));
    for (const [index, pixel] of known.entries()) {
      const at = place(pixel % width, Math.floor(pixel / width));
      const values = [...at, rgb[3 * pixel] ?? 0, rgb[3 * pixel + 1] ?? 0, rgb[3 * pixel + 2] ?? 0];
      for (const [term, sum] of sums.entries()) {
        const weight = (weights[index] ?? 0) * (at[term] ?? 0);
        for (const [column, value] of values.entries()) sum[column] = (sum[column] ?? 0) + weight * value;
      }
    }
    fit = solved(sums);
    for (const [index, pixel] of known.entries()) {
      const color = colorOf(fit, place(pixel % width, Math.floor(pixel / width)));
      const rest = Math.max(
        ...color.map((value, channel) => Math.abs(value - (rgb[3 * pixel + channel] ?? 0))),
      );
      weights[index] = 1 / (1 + (rest / outlier) ** 2);
    }
  }
  return (column, row) => colorOf(fit, place(column, row));
}

function colorOf(fit: readonly (readonly number[])[], at: readonly number[]): [number, number, number] {
  const color: [number, number, number] = [0, 0, 0];
  for (const [term, value] of at.entries())
    for (let channel = 0; channel < 3; channel++)
      color[channel] = (color[channel] ?? 0) + value * (fit[term]?.[channel] ?? 0);
  return color;
}

/** Solves linear equations with three right sides, by elimination. @returns three numbers for each unknown */
function solved(rows: readonly Float64Array[]): number[][] {
  const pivotFloor = 1e-9;
  for (const [index, pivot] of rows.entries()) {
    // A tiny weight for each term itself keeps places in one line solvable.
    const head = (pivot[index] ?? 0) + pivotFloor;
    for (let column = index; column < pivot.length; column++) pivot[column] = (pivot[column] ?? 0) / head;
    for (const row of rows) {
      if (row === pivot) continue;
      const factor = row[index] ?? 0;
      for (let column = index; column < row.length; column++)
        row[column] = (row[column] ?? 0) - factor * (pivot[column] ?? 0);
    }
  }
  return rows.map((row) => [...row.subarray(terms)]);
}
