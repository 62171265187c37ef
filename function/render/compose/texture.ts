import type { Rectangle } from '../picture/geometry.js';

/**
 * A picture that is sampled between its pixels, `[2 · height − 1, 2 · width − 1, 4]`: with a new pixel
 * between each two, which emphasizes fine texture, so that linear interpolation keeps it. The fourth
 * channel is the person's share, and the colors are premultiplied with it.
 */
export interface Texture {
  readonly width: number;
  readonly height: number;
  readonly pixels: Uint8ClampedArray;
  /** The same memory, four channels in a number; red is the lowest byte on all processors that run Node. */
  readonly texels: Int32Array;
}

/**
 * Weights of the four pixels around a point halfway between the middle two, in 256ths. Linear
 * interpolation between such a point and its neighbor blurs fine texture, whatever lies there exactly,
 * so these weights emphasize it.
 */
const [near, far] = [164, -36] as const;

/** A texture for a picture of a size, without colors. */
export function emptyTexture(width: number, height: number): Texture {
  const size = { width: 2 * width - 1, height: 2 * height - 1 };
  const pixels = new Uint8ClampedArray(size.width * size.height * 4);
  return { ...size, pixels, texels: new Int32Array(pixels.buffer) };
}

/**
 * Renews the part of a texture around a rectangle whose pixels have changed. The pixels themselves
 * stand at even places of the texture.
 * @param rectangle in pixels of the picture
 */
export function renewTexture({ width, height, pixels }: Texture, rectangle: Rectangle): void {
  const left = Math.max(0, 2 * rectangle.x - 3);
  const right = Math.min(width - 1, 2 * (rectangle.x + rectangle.width - 1) + 3);
  const top = Math.max(0, 2 * rectangle.y - 3);
  const bottom = Math.min(height - 1, 2 * (rectangle.y + rectangle.height - 1) + 3);
  const line = 4 * width;
  for (let row = top + (top % 2); row <= bottom; row += 2) {
    for (let column = left + 1 - (left % 2); column <= right; column += 2) {
      const index = row * line + 4 * column;
      const before = index - (column < 3 ? 4 : 12);
      const after = index + (column + 3 >= width ? 4 : 12);
      for (let channel = 0; channel < 4; channel++) {
        const inner = (pixels[index + channel - 4] ?? 0) + (pixels[index + channel + 4] ?? 0);
        const outer = (pixels[before + channel] ?? 0) + (pixels[after + channel] ?? 0);
        pixels[index + channel] = (near * inner + far * outer + 128) >> 8;
      }
    }
  }
  for (let row = top + 1 - (top % 2); row <= bottom; row += 2) {
    const before = row < 3 ? line : 3 * line;
    const after = row + 3 >= height ? line : 3 * line;
    const end = row * line + 4 * (right + 1);
    for (let index = row * line + 4 * left; index < end; index++) {
      const inner = (pixels[index - line] ?? 0) + (pixels[index + line] ?? 0);
      const outer = (pixels[index - before] ?? 0) + (pixels[index + after] ?? 0);
      pixels[index] = (near * inner + far * outer + 128) >> 8;
    }
  }
}
