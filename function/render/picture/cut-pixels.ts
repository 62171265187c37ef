import type { Rectangle } from './geometry.js';

/**
 * Copies the pixels of a rectangle.
 * @param pixels `[height, width, channels]` of the whole picture
 * @param width of the picture
 * @returns `[rectangle.height, rectangle.width, channels]`
 */
export function cutPixels(
  pixels: Uint8Array,
  width: number,
  rectangle: Rectangle,
  channels: number,
): Uint8Array {
  const length = channels * rectangle.width;
  const part = new Uint8Array(length * rectangle.height);
  for (let row = 0; row < rectangle.height; row++) {
    const from = channels * ((rectangle.y + row) * width + rectangle.x);
    part.set(pixels.subarray(from, from + length), row * length);
  }
  return part;
}
