import { boundingRectangle } from '../../picture/bounding-rectangle.js';
import { colorAt } from '../../picture/color-at.js';
import type { Picture } from '../../picture/decode-picture.js';
import type { Point, Rectangle } from '../../picture/geometry.js';

/** Pixels of the crop that the eyelid network sees. */
export const eyeCrop = { width: 80, height: 64 } as const;

/** The crop's width, in distances between the corners of the eye. */
const wide = 1.5;

/**
 * From the crop to the picture: a point (u, v) of the crop, in its pixels, lies at
 * `origin + u · across + v · down`.
 */
export interface EyeFrame {
  readonly origin: Point;
  readonly across: Point;
  readonly down: Point;
}

/**
 * The crop around an eye: its corners are level, and in the middle. The network knows right eyes, so
 * that of the viewer's left is mirrored.
 * @param left the corner on the viewer's left
 * @param aspect height of the face box by its width: the network learned faces in a square
 */
export function eyeFrame(left: Point, right: Point, aspect: number, isMirrored: boolean): EyeFrame {
  // In a frame in which the face box is a square.
  const [dx, dy] = [right[0] - left[0], (right[1] - left[1]) / aspect];
  const scale = wide / eyeCrop.width;
  const sign = isMirrored ? -1 : 1;
  const across: Point = [sign * dx * scale, sign * dy * aspect * scale];
  const down: Point = [-dy * scale, dx * aspect * scale];
  const middle: Point = [(left[0] + right[0]) / 2, (left[1] + right[1]) / 2];
  return {
    across,
    down,
    origin: [
      middle[0] - (across[0] * eyeCrop.width) / 2 - (down[0] * eyeCrop.height) / 2,
      middle[1] - (across[1] * eyeCrop.width) / 2 - (down[1] * eyeCrop.height) / 2,
    ],
  };
}

/** The point of the picture at a point of the crop. */
export function toPicture({ origin, across, down }: EyeFrame, u: number, v: number): Point {
  return [origin[0] + u * across[0] + v * down[0], origin[1] + u * across[1] + v * down[1]];
}

/** The point of the crop at a point of the picture. */
export function toCrop({ origin, across, down }: EyeFrame, [x, y]: Point): Point {
  const [dx, dy] = [x - origin[0], y - origin[1]];
  const area = across[0] * down[1] - across[1] * down[0];
  return [(dx * down[1] - dy * down[0]) / area, (dy * across[0] - dx * across[1]) / area];
}

/** The network's input, `[3, 64, 80]` RGB 0..1. Each pixel is the mean of the picture's in its place. */
export function eyePixels(picture: Picture, frame: EyeFrame): Float32Array {
  const { width, height } = eyeCrop;
  const pixels = new Float32Array(3 * width * height);
  const steps = Math.max(1, Math.ceil(Math.hypot(...frame.across)));
  for (let row = 0; row < height; row++) {
    for (let column = 0; column < width; column++) {
      for (let step = 0; step < steps * steps; step++) {
        const u = column + ((step % steps) + 0.5) / steps;
        const v = row + (Math.floor(step / steps) + 0.5) / steps;
        const [x, y] = toPicture(frame, u, v);
        for (let channel = 0; channel < 3; channel++) {
          const at = (channel * height + row) * width + column;
          pixels[at] = (pixels[at] ?? 0) + colorAt(picture, x, y, channel) / (255 * steps * steps);
        }
      }
    }
  }
  return pixels;
}

/**
 * The part of the picture around the crop, of even position and size; empty if it lies outside of the
 * picture.
 */
export function eyeBounds(
  frame: EyeFrame,
  picture: { readonly width: number; readonly height: number },
): Rectangle {
  const { width, height } = eyeCrop;
  const corners = [toPicture(frame, 0, 0), toPicture(frame, width, 0)];
  corners.push(toPicture(frame, 0, height), toPicture(frame, width, height));
  return boundingRectangle(corners, picture, { multiple: 2 });
}
