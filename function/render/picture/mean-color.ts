import { median } from '../numeric/median.js';
import type { Picture } from './decode-picture.js';
import type { Color } from './color.js';

/** The mean color of the pixels around places, 3 × 3 each, RGB. */
export function meanOf(
  { rgb, width, height }: Picture,
  places: readonly (readonly [number, number])[],
): Color {
  const sum: [number, number, number] = [0, 0, 0];
  for (const [x, y] of places) {
    for (let near = 0; near < 9; near++) {
      const column = Math.min(width - 1, Math.max(0, Math.floor(x) + (near % 3) - 1));
      const row = Math.min(height - 1, Math.max(0, Math.floor(y) + Math.floor(near / 3) - 1));
      const at = 3 * (row * width + column);
      for (const channel of [0, 1, 2] as const) sum[channel] += rgb[at + channel] ?? 0;
    }
  }
  const count = 9 * Math.max(1, places.length);
  return [sum[0] / count, sum[1] / count, sum[2] / count];
}

/** The median of each channel. */
export function medianColor(colors: readonly Color[]): Color {
  const middle = (channel: 0 | 1 | 2) => median(colors.map((color) => color[channel]));
  return [middle(0), middle(1), middle(2)];
}
