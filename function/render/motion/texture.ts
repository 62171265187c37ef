import type { Rectangle } from '../portrait/face.js';

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
  readonly texels: Uint32Array;
}

/**
 * Weights of the four pixels around a point halfway between the middle two, in 256ths. Linear
 * interpolation between such a point and its neighbor blurs fine texture, whatever lies there exactly,
 * so these weights emphasize it.
 */
const [near, far] = [164, -36] as const;

/** Makes the texture of `[height, width, 4]` premultiplied colors and shares. */
export function makeTexture(premultiplied: Uint8Array, width: number, height: number): Texture {
  const size = { width: 2 * width - 1, height: 2 * height - 1 };
  const pixels = new Uint8ClampedArray(size.width * size.height * 4);
  const texels = new Uint32Array(pixels.buffer);
  const source = new Uint32Array(premultiplied.buffer, premultiplied.byteOffset, width * height);
  for (let row = 0; row < height; row++) {
    for (let column = 0; column < width; column++)
      texels[2 * row * size.width + 2 * column] = source[row * width + column] ?? 0;
  }
  const texture = { ...size, pixels, texels };
  renewTexture(texture, { x: 0, y: 0, width, height });
  return texture;
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
      const before = column < 3 ? 4 : 12;
      const after = column + 3 >= width ? 4 : 12;
      between(pixels, row * line + 4 * column, 4, { step: 4, before, after });
    }
  }
  for (let row = top + 1 - (top % 2); row <= bottom; row += 2) {
    const before = row < 3 ? line : 3 * line;
    const after = row + 3 >= height ? line : 3 * line;
    between(pixels, row * line + 4 * left, 4 * (right - left + 1), { step: line, before, after });
  }
}

/** Computes consecutive bytes from those a step before and after them, and from two that are further away. */
function between(
  pixels: Uint8ClampedArray,
  from: number,
  count: number,
  { step, before, after }: { readonly step: number; readonly before: number; readonly after: number },
): void {
  for (let index = from; index < from + count; index++) {
    const inner = (pixels[index - step] ?? 0) + (pixels[index + step] ?? 0);
    const outer = (pixels[index - before] ?? 0) + (pixels[index + after] ?? 0);
    pixels[index] = (near * inner + far * outer + 128) >> 8;
  }
}
