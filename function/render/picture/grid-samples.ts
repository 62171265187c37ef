/** Numbers on a grid of pixels, `[height, width]`, of which one plane of a tensor is looked at. */
export interface Plane {
  readonly values: Float32Array;
  /** Index of the plane's first number. */
  readonly first: number;
  readonly width: number;
  readonly height: number;
}

/**
 * Linear interpolation between pixel centers; beyond the edge the outermost pixels repeat.
 * @param x the point; the first pixel's center is at 0.5
 */
export function sampleLinear({ values, first, width, height }: Plane, x: number, y: number): number {
  const column = Math.min(width - 1, Math.max(0, x - 0.5));
  const row = Math.min(height - 1, Math.max(0, y - 0.5));
  const left = Math.min(width - 2, Math.floor(column));
  const top = Math.min(height - 2, Math.floor(row));
  const [across, down] = [column - left, row - top];
  const at = first + top * width + left;
  const upper = (values[at] ?? 0) * (1 - across) + (values[at + 1] ?? 0) * across;
  const lower = (values[at + width] ?? 0) * (1 - across) + (values[at + width + 1] ?? 0) * across;
  return upper * (1 - down) + lower * down;
}
