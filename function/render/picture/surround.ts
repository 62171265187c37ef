import type { Rectangle } from './geometry.js';
import { blueOf, lumaOf, redOf, type YuvPicture } from './planes.js';

/** A color around a part of a picture. */
export interface Surround {
  /** `#rrggbb` */
  readonly color: string;
  /** The part inside, of even position and size. */
  readonly inside: Rectangle;
}

/**
 * Paints the surround of a picture, after it has been drawn: a moving head must not mix it with the
 * background behind itself.
 * @param part planes of a part of the picture; changed
 * @param origin its place in the picture, even
 */
export function paintSurround(
  { planes, width, height }: YuvPicture,
  origin: { readonly x: number; readonly y: number },
  { color, inside }: Surround,
): void {
  const [r, g, b] = channelsOf(color);
  const colors = [lumaOf(r, g, b), blueOf(r, g, b), redOf(r, g, b)].map(Math.round);
  let plane = 0;
  for (const [index, value] of colors.entries()) {
    const scale = index === 0 ? 1 : 2;
    const [columns, rows] = [width / scale, height / scale];
    const [left, right] = spanOf(inside.x - origin.x, inside.width, scale, columns);
    const [top, bottom] = spanOf(inside.y - origin.y, inside.height, scale, rows);
    for (let row = 0; row < rows; row++) {
      const from = plane + row * columns;
      const isOutside = row < top || row >= bottom;
      planes.fill(value, from, from + (isOutside ? columns : left));
      if (!isOutside) planes.fill(value, from + right, from + columns);
    }
    plane += columns * rows;
  }
}

/** Red, green, and blue, 0..255, of `#rrggbb`. */
function channelsOf(color: string): [number, number, number] {
  const channel = (from: number) => Number.parseInt(color.slice(from, from + 2), 16);
  return [channel(1), channel(3), channel(5)];
}

function spanOf(start: number, length: number, scale: number, limit: number): [number, number] {
  const limited = (value: number) => Math.min(limit, Math.max(0, value / scale));
  return [limited(start), limited(start + length)];
}
