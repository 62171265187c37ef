import { setImmediate as nextTurn } from 'node:timers/promises';
import type { PngColors } from './png-colors.js';
import { encodeSrgb } from './transfer.js';

/** Other work of the thread has a turn after as many pixels. */
const pixelsPerTurn = 1 << 18;

/**
 * Converts pixels to sRGB, in place.
 * @param rgb `[pixels, 3]` 0..255
 */
export async function convertColors(rgb: Uint8Array, { matrix, transfer }: PngColors): Promise<void> {
  const known = new Map<number, number>();
  for (let at = 0, pixel = 1; at + 2 < rgb.length; at += 3, pixel++) {
    const key = ((rgb[at] ?? 0) << 16) | ((rgb[at + 1] ?? 0) << 8) | (rgb[at + 2] ?? 0);
    let converted = known.get(key);
    if (converted === undefined) {
      converted = converted24(key, matrix, transfer);
      known.set(key, converted);
    }
    rgb[at] = converted >> 16;
    rgb[at + 1] = (converted >> 8) & 255;
    rgb[at + 2] = converted & 255;
    if (pixel % pixelsPerTurn === 0) {
      known.clear();
      await nextTurn();
    }
  }
}

function converted24(key: number, matrix: PngColors['matrix'], transfer: PngColors['transfer']): number {
  const light = transfer([(key >> 16) / 255, ((key >> 8) & 255) / 255, (key & 255) / 255]);
  const row = (i: number) =>
    (matrix[i] ?? 0) * light[0] + (matrix[i + 1] ?? 0) * light[1] + (matrix[i + 2] ?? 0) * light[2];
  return (encodeSrgb(row(0)) << 16) | (encodeSrgb(row(3)) << 8) | encodeSrgb(row(6));
}
