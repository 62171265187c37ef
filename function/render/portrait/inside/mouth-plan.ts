import type { FaceContours } from '../../face/face-contours.js';
import type { Point, Rectangle } from '../../picture/geometry.js';
import { fromFrame, mouthFrame, toFrame, type MouthFrame } from '../../face/mouth-frame.js';

/** How far the drawn inside reaches from the closed line of the lips, in widths of the mouth. */
const reach = { side: 0.6, above: 0.35, below: 0.75 } as const;

/** Where the parts of a mouth are. Lengths are relative to the width of the mouth. */
export interface MouthPlan {
  readonly frame: MouthFrame;
  /** Pixels. */
  readonly width: number;
  /** The part of the picture in which the inside can be seen. */
  readonly rectangle: Rectangle;
  /**
   * A place in the picture, seen from the middle of the teeth: across −½..½ from corner to corner, and
   * down from the closed line of the lips. The half of a turned head that is farther away is narrower.
   */
  readonly place: (x: number, y: number) => Point;
}

/**
 * Measures a closed mouth.
 * @param parting how far below the line of the contours the lips part, in pixels
 */
export function mouthPlan(
  { lips }: FaceContours,
  picture: { readonly width: number; readonly height: number },
  parting = 0,
): MouthPlan {
  const line = closedLine(lips);
  const [left, right] = [line[0], line.at(-1)];
  const middle = line[Math.floor(line.length / 2)];
  if (!left || !right || !middle) throw new RangeError('The lips have no corners.');
  const frame = mouthFrame(left, right);
  const width = 2 * frame.half;
  const [middleAcross, middleDown] = toFrame(frame, middle);
  // The mesh is not exact, and no head is turned so far that one half nearly vanishes.
  const shift = Math.min(0.3, Math.max(-0.3, middleAcross / width)) * width;
  const halves = { left: frame.half + shift, right: frame.half - shift };
  return {
    frame,
    width,
    rectangle: bounds(frame, width, picture),
    place: (x, y) => {
      const [u, v] = toFrame(frame, [x, y]);
      const across = u - shift;
      return [across / (2 * (across < 0 ? halves.left : halves.right)), (v - middleDown - parting) / width];
    },
  };
}

/** The line in which closed lips meet. */
export function closedLine({ upperInner, lowerInner }: FaceContours['lips']): Point[] {
  return upperInner.map(([x, y], index): Point => {
    const [lowerX, lowerY] = lowerInner[index] ?? [x, y];
    return [(x + lowerX) / 2, (y + lowerY) / 2];
  });
}

function bounds(frame: MouthFrame, unit: number, picture: { width: number; height: number }): Rectangle {
  const corners = [-reach.above, reach.below].flatMap((v) =>
    [-reach.side, reach.side].map((u) => fromFrame(frame, [u * unit, v * unit])),
  );
  const [xs, ys] = [corners.map(([x]) => x), corners.map(([, y]) => y)];
  // Even, so that samples of color at half the resolution fall into place.
  const from = (values: readonly number[]) => 2 * Math.floor(Math.max(0, Math.min(...values)) / 2);
  const to = (values: readonly number[], limit: number) =>
    Math.min(limit, 2 * Math.ceil(Math.max(...values) / 2));
  const [x, y] = [from(xs), from(ys)];
  return {
    x,
    y,
    width: Math.max(2, to(xs, picture.width) - x),
    height: Math.max(2, to(ys, picture.height) - y),
  };
}
