/** Numbers on a grid, of which one plane is sampled: one of a tensor, or one channel of a picture. */
export interface Plane {
  readonly values: Float32Array | Float64Array | Uint8Array;
  /** Index of the plane's first number. */
  readonly first: number;
  /** Distance between the indexes of neighbors in a row; the number of channels. */
  readonly step?: number;
  readonly width: number;
  readonly height: number;
}

/**
 * Interpolates linearly between pixel centers; beyond the edge, the outermost pixels repeat.
 * @param x the point; the first pixel's center is at 0.5
 */
export function sampleBilinear(plane: Plane, x: number, y: number): number {
  const { values, first, step = 1, width, height } = plane;
  const column = Math.min(width - 1, Math.max(0, x - 0.5));
  const row = Math.min(height - 1, Math.max(0, y - 0.5));
  const left = Math.floor(column);
  const top = Math.floor(row);
  const right = left + 1 < width ? step : 0;
  const upper = first + (top * width + left) * step;
  const lower = top + 1 < height ? upper + width * step : upper;
  const across = column - left;
  const down = row - top;
  const above = (values[upper] ?? 0) * (1 - across) + (values[upper + right] ?? 0) * across;
  const below = (values[lower] ?? 0) * (1 - across) + (values[lower + right] ?? 0) * across;
  return above * (1 - down) + below * down;
}
