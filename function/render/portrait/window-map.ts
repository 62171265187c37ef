import type { Face } from '../face/face.js';
import { networkBox, faceSize, mouthWindow } from '../face/face-geometry.js';
import type { Point } from '../picture/geometry.js';

/**
 * From the picture to the mouth window, whose upper left corner is (0, 0) and whose pixels are those of
 * the 96×96 face: a point (x, y) lies at `origin + x · across + y · down`.
 */
export interface WindowMap {
  readonly origin: Point;
  readonly across: Point;
  readonly down: Point;
}

/** Where a face has its mouth window; it is tilted with the head. */
export function windowMap({ tiltedBox, ...face }: Pick<Face, 'box' | 'wholeBox' | 'tiltedBox'>): WindowMap {
  const { x, y, width, height } = networkBox(face);
  const { center, degrees, ...size } = tiltedBox ?? {
    center: [x + width / 2, y + height / 2] as const,
    degrees: 0,
    width,
    height,
  };
  const radians = (degrees * Math.PI) / 180;
  const [perColumn, perRow] = [faceSize / size.width, faceSize / size.height];
  const across: Point = [Math.cos(radians) * perColumn, -Math.sin(radians) * perRow];
  const down: Point = [Math.sin(radians) * perColumn, Math.cos(radians) * perRow];
  return {
    across,
    down,
    origin: [
      faceSize / 2 - mouthWindow.columns.from - center[0] * across[0] - center[1] * down[0],
      faceSize / 2 - mouthWindow.rows.from - center[0] * across[1] - center[1] * down[1],
    ],
  };
}

/** The point of the window at a point of the picture. */
export function toWindow({ origin, across, down }: WindowMap, [x, y]: Point): Point {
  return [origin[0] + x * across[0] + y * down[0], origin[1] + x * across[1] + y * down[1]];
}

/** The point of the picture at a point of the window. */
export function toPicture({ origin, across, down }: WindowMap, [u, v]: Point): Point {
  const area = across[0] * down[1] - across[1] * down[0];
  const [du, dv] = [u - origin[0], v - origin[1]];
  return [(du * down[1] - dv * down[0]) / area, (dv * across[0] - du * across[1]) / area];
}

/** Columns of the picture from one column of the window to the next, and rows. */
export function windowScale({ across, down }: WindowMap): { column: number; row: number } {
  return { column: 1 / Math.hypot(across[0], down[0]), row: 1 / Math.hypot(across[1], down[1]) };
}
