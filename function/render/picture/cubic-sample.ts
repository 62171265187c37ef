/** One plane of a picture: `[height, width]` bytes. */
export interface BytePlane {
  readonly bytes: Uint8Array;
  /** Index of the plane's first byte. */
  readonly first: number;
  readonly width: number;
  readonly height: number;
}

/**
 * A value between pixels by Catmull-Rom splines, 0..255; beyond the edge the outermost pixels repeat.
 * @param x the point; the first pixel's center is at 0.5
 */
export function cubicSample({ bytes, first, width, height }: BytePlane, x: number, y: number): number {
  const left = Math.floor(x - 0.5);
  const top = Math.floor(y - 0.5);
  const across = x - 0.5 - left;
  const down = y - 0.5 - top;
  let value = 0;
  for (let j = -1; j < 3; j++) {
    const line = first + Math.min(height - 1, Math.max(0, top + j)) * width;
    let sum = 0;
    for (let i = -1; i < 3; i++)
      sum += catmullRom(across - i) * (bytes[line + Math.min(width - 1, Math.max(0, left + i))] ?? 0);
    value += catmullRom(down - j) * sum;
  }
  return Math.min(255, Math.max(0, value));
}

/** Keys' cubic with a = −½. R. Keys, Cubic convolution interpolation (1981). */
function catmullRom(distance: number): number {
  const x = Math.abs(distance);
  if (x < 1) return (1.5 * x - 2.5) * x * x + 1;
  if (x < 2) return ((-0.5 * x + 2.5) * x - 4) * x + 2;
  return 0;
}
