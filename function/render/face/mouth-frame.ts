import type { Point } from '../picture/geometry.js';

/**
 * The upright frame of a mouth: its origin lies between the corners of the mouth, the first axis points
 * to the corner on the viewer's right, and the second one to the chin. Its unit is a pixel.
 */
export interface MouthFrame {
  readonly origin: Point;
  /** The first axis, of length 1. */
  readonly across: Point;
  /** Half of the width of the mouth. */
  readonly half: number;
}

/** The frame of the mouth between two corners. */
export function mouthFrame(left: Point, right: Point): MouthFrame {
  const [dx, dy] = [right[0] - left[0], right[1] - left[1]];
  const length = Math.max(1, Math.hypot(dx, dy));
  return {
    origin: [(left[0] + right[0]) / 2, (left[1] + right[1]) / 2],
    across: [dx / length, dy / length],
    half: length / 2,
  };
}

/** The position in the frame of a point of the picture. */
export function toFrame({ origin, across }: Omit<MouthFrame, 'half'>, [x, y]: Point): Point {
  const [dx, dy] = [x - origin[0], y - origin[1]];
  return [dx * across[0] + dy * across[1], dy * across[0] - dx * across[1]];
}

/** The point of the picture at a position in the frame. */
export function fromFrame({ origin, across }: Omit<MouthFrame, 'half'>, [u, v]: Point): Point {
  return [origin[0] + u * across[0] - v * across[1], origin[1] + u * across[1] + v * across[0]];
}
