import type { Point, Rectangle } from './geometry.js';

/** How a rectangle is drawn around points. */
export interface BoundingOptions {
  /** Added on each side, in pixels; 0 by default. */
  readonly marginPx?: number;
  /** Position and size are multiples of it: 1 by default, 2 where color has half the resolution. */
  readonly multiple?: number;
  /** The least width and height, even if all points lie outside of the picture; 0 by default. */
  readonly minSize?: number;
}

/** The smallest rectangle of whole pixels inside a picture that contains the points that lie in it. */
export function boundingRectangle(
  points: readonly Point[],
  picture: { readonly width: number; readonly height: number },
  { marginPx = 0, multiple = 1, minSize = 0 }: BoundingOptions = {},
): Rectangle {
  const span = (values: readonly number[], limit: number) => {
    const first = multiple * Math.floor(Math.max(0, Math.min(...values) - marginPx) / multiple);
    const from = Math.min(limit - minSize, first);
    const to = Math.min(limit, multiple * Math.ceil((Math.max(...values) + marginPx) / multiple));
    return { from, size: Math.max(minSize, to - from) };
  };
  const across = span(
    points.map(([x]) => x),
    picture.width,
  );
  const down = span(
    points.map(([, y]) => y),
    picture.height,
  );
  return { x: across.from, y: down.from, width: across.size, height: down.size };
}
