import type { Point } from '../../picture/geometry.js';
import type { DetectorBox } from './detector-boxes.js';
import { detectorSide } from './face-networks.js';

/** A square picture, `[side, side, 3]` RGB 0..255. */
export interface SquarePixels {
  readonly rgb: Uint8Array;
  readonly side: number;
}

/** The part of a square picture that FaceMesh sees. */
export interface FaceCrop {
  /** Whole pixels of the picture. */
  readonly start: Point;
  readonly end: Point;
  /** How far the crop is turned about its middle, clockwise; 0 if the face is nearly upright. */
  readonly radians: number;
}

/** The side of a crop, relative to the detector's box. */
const margin = 1.4;
/** FaceMesh was trained on heads that are tilted by less; only other crops are turned. */
const minTurnRadians = 0.2;

/** The crop for a detected face. @param side of the picture */
export function cropOf({ center, width, height, nose, mouth }: DetectorBox, side: number): FaceCrop {
  const scale = side / detectorSide;
  const half = (margin * scale * Math.max(width, height)) / 2;
  const [x, y] = [center[0] * scale, center[1] * scale];
  const radians = tiltRadians(mouth, nose);
  return {
    start: [Math.round(x - half), Math.round(y - half)],
    end: [Math.round(x + half), Math.round(y + half)],
    radians: Math.abs(radians) > minTurnRadians ? radians : 0,
  };
}

/** How far the line from the mouth to the nose is turned from upright, clockwise, -π to π. */
function tiltRadians(mouth: Point, nose: Point): number {
  const radians = Math.PI / 2 - Math.atan2(mouth[1] - nose[1], nose[0] - mouth[0]);
  return radians - 2 * Math.PI * Math.floor((radians + Math.PI) / (2 * Math.PI));
}

/** The middle of a crop. */
export function centerOf({ start, end }: FaceCrop): Point {
  return [(start[0] + end[0]) / 2, (start[1] + end[1]) / 2];
}

/**
 * Samples a crop: bilinear between the pixels of an upright picture, of which each is the nearest pixel of
 * a turned one. The first and the last sample lie on the edges of the crop.
 * @returns `[3, size, size]` RGB 0..1; black beyond the picture
 */
export function sampleCrop({ rgb, side }: SquarePixels, crop: FaceCrop, size: number): Float32Array {
  const pixelAt = pixelFinder(crop, side);
  const [columns, rows] = [0, 1].map((axis) => positions(crop, axis, side, size));
  const planes = new Float32Array(3 * size * size);
  for (let row = 0; row < size; row++) {
    const y = rows?.[row] ?? 0;
    if (y < 0 || y > side - 1) continue;
    const [top, bottom, down] = [Math.floor(y), Math.ceil(y), y - Math.floor(y)];
    for (let column = 0; column < size; column++) {
      const x = columns?.[column] ?? 0;
      if (x < 0 || x > side - 1) continue;
      const [left, right, across] = [Math.floor(x), Math.ceil(x), x - Math.floor(x)];
      const corners = [
        pixelAt(left, top),
        pixelAt(right, top),
        pixelAt(left, bottom),
        pixelAt(right, bottom),
      ];
      const [topLeft = -1, topRight = -1, bottomLeft = -1, bottomRight = -1] = corners;
      for (let channel = 0; channel < 3; channel++) {
        const above = (rgb[topLeft + channel] ?? 0) * (1 - across) + (rgb[topRight + channel] ?? 0) * across;
        const below =
          (rgb[bottomLeft + channel] ?? 0) * (1 - across) + (rgb[bottomRight + channel] ?? 0) * across;
        planes[channel * size * size + row * size + column] = (above * (1 - down) + below * down) / 255;
      }
    }
  }
  return planes;
}

/** Positions of the samples along an axis, in pixels of the picture. */
function positions({ start, end }: FaceCrop, axis: number, side: number, size: number): Float64Array {
  const [from, to] = [start[axis] ?? 0, end[axis] ?? 0];
  const toPixels = (side - 1) / side;
  return Float64Array.from(
    { length: size },
    (_, index) => toPixels * (from + (index * (to - from)) / (size - 1)),
  );
}

/** Finds the index of a pixel's red value in the turned picture; one beyond all for a pixel outside. */
function pixelFinder(crop: FaceCrop, side: number): (column: number, row: number) => number {
  if (crop.radians === 0) return (column, row) => 3 * (row * side + column);
  const [centerX, centerY] = centerOf(crop);
  const [sine, cosine] = [Math.sin(crop.radians), Math.cos(crop.radians)];
  return (column, row) => {
    const x = Math.round((column - centerX) * cosine - (row - centerY) * sine + centerX);
    const y = Math.round((column - centerX) * sine + (row - centerY) * cosine + centerY);
    return x < 0 || y < 0 || x >= side || y >= side ? 3 * side * side : 3 * (y * side + x);
  };
}
