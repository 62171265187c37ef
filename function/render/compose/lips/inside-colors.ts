import { blueOf, lumaOf, redOf } from '../../picture/planes.js';
import type { InsideLayer } from '../../portrait/inside/mouth-inside.js';

/** Colors and cover of a layer: `[height, width, 4]` Y, Cb, Cr around black, and cover 0..1. */
export type InsideColors = Float32Array;

/** Converts a drawn layer to the video's format. */
export function toColors({ rgb, cover }: InsideLayer): InsideColors {
  const colors = new Float32Array(4 * cover.length);
  for (let pixel = 0; pixel < cover.length; pixel++) {
    const [red = 0, green = 0, blue = 0] = [rgb[3 * pixel], rgb[3 * pixel + 1], rgb[3 * pixel + 2]];
    colors[4 * pixel] = lumaOf(red, green, blue) - 16;
    colors[4 * pixel + 1] = blueOf(red, green, blue) - 128;
    colors[4 * pixel + 2] = redOf(red, green, blue) - 128;
    colors[4 * pixel + 3] = cover[pixel] ?? 0;
  }
  return colors;
}
