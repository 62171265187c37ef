import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import { randomNumbers } from '../../../test/fixtures/random.js';
import { isPixelArt } from './pixel-art.js';

const side = 320;
const bounds = { x: 35, y: 41, width: 240, height: 250 };

/** Random colors, enlarged with or without blocks. */
async function enlarged(blocks: number, kernel: 'nearest' | 'cubic', quality?: number) {
  const random = randomNumbers(7);
  const rgb = Uint8Array.from({ length: blocks * blocks * 3 }, () => Math.floor(random() * 256));
  const picture = sharp(rgb, { raw: { width: blocks, height: blocks, channels: 3 } })
    .resize(side, side, { kernel })
    .toColorspace('srgb');
  const file = quality === undefined ? picture.png() : picture.jpeg({ quality, chromaSubsampling: '4:4:4' });
  const { data, info } = await sharp(await file.toBuffer())
    .removeAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  return { width: info.width, height: info.height, rgb: data };
}

describe('isPixelArt', () => {
  test.each([
    [64, undefined],
    [40, undefined],
    [40, 95],
  ])('sees the blocks of %i pixels in a row (quality of the JPEG: %s)', async (blocks, quality) => {
    expect(isPixelArt(await enlarged(blocks, 'nearest', quality), bounds)).toBe(true);
  });

  test('sees none in a smooth enlargement, in fine detail, and in one color', async () => {
    expect(isPixelArt(await enlarged(64, 'cubic'), bounds)).toBe(false);
    expect(isPixelArt(await enlarged(320, 'nearest'), bounds)).toBe(false);
    expect(isPixelArt(await enlarged(1, 'nearest'), bounds)).toBe(false);
  });
});
