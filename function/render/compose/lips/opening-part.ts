import type { Rectangle } from '../../picture/geometry.js';
import type { WindowMap } from '../../portrait/window-map.js';
import type { LipOpening } from './lip-opening.js';

/**
 * The part of a layer in which an opening lies, even and inside of the layer's border.
 * @param rectangle of the layer, in the picture
 * @param edge around the opening, pixels of the window
 * @returns undefined if it lies outside of the layer
 */
export function openingPart(
  opening: LipOpening,
  rectangle: Rectangle,
  window: WindowMap,
  edge: number,
): Rectangle | undefined {
  const { left, right, upper, lower } = opening;
  const { across, down, origin } = window;
  const area = across[0] * down[1] - across[1] * down[0];
  const top = Math.min(...upper) - edge;
  const bottom = Math.max(...lower) + edge;
  const xs: number[] = [];
  const ys: number[] = [];
  for (const u of [left, right]) {
    for (const v of [top, bottom]) {
      const [dx, dy] = [u - origin[0], v - origin[1]];
      xs.push((dx * down[1] - dy * down[0]) / area - rectangle.x);
      ys.push((dy * across[0] - dx * across[1]) / area - rectangle.y);
    }
  }
  const from = (values: readonly number[]) => 2 * Math.floor(Math.max(2, Math.min(...values) - 1) / 2);
  const to = (values: readonly number[], limit: number) =>
    2 * Math.ceil(Math.min(limit - 2, Math.max(...values) + 1) / 2);
  const [x, y] = [from(xs), from(ys)];
  const width = to(xs, rectangle.width) - x;
  const tall = to(ys, rectangle.height) - y;
  return width > 0 && tall > 0 ? { x, y, width, height: tall } : undefined;
}
