import type { Picture } from './decode-picture.js';

/** Interpolates a channel with Catmull-Rom splines, 0..255; beyond the edge, the outermost pixels repeat. */
export function colorAt({ rgb, width, height }: Picture, x: number, y: number, channel: number): number {
  const [column, row] = [x - 0.5, y - 0.5];
  const [left, top] = [Math.floor(column), Math.floor(row)];
  const across = weights(column - left);
  const down = weights(row - top);
  let color = 0;
  for (let j = 0; j < 4; j++) {
    const line = Math.min(height - 1, Math.max(0, top + j - 1)) * width;
    let sum = 0;
    for (let i = 0; i < 4; i++) {
      const at = line + Math.min(width - 1, Math.max(0, left + i - 1));
      sum += (across[i] ?? 0) * (rgb[3 * at + channel] ?? 0);
    }
    color += (down[j] ?? 0) * sum;
  }
  return Math.min(255, Math.max(0, color));
}

/** Weights of the four samples around a point between the middle two. R. Keys (1981), a = −½. */
function weights(t: number): readonly number[] {
  return [
    ((-0.5 * t + 1) * t - 0.5) * t,
    (1.5 * t - 2.5) * t * t + 1,
    ((-1.5 * t + 2) * t + 0.5) * t,
    (0.5 * t - 0.5) * t * t,
  ];
}
