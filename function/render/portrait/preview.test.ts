import sharp from 'sharp';
import { expect, test } from 'vitest';
import { centeredFace, paintedPicture, pixel } from '../../../test/fixtures/pictures.js';
import { preparePortrait } from './portrait.js';
import { drawPreview } from './preview.js';

test('drawPreview draws the box and tints the mask on the portrait', async () => {
  const picture = paintedPicture(320, 300);
  const portrait = await preparePortrait(picture, centeredFace(picture));
  const png = await drawPreview(portrait);
  expect((await sharp(png).metadata()).format).toBe('png');
  const { data, info } = await sharp(png).removeAlpha().raw().toBuffer({ resolveWithObject: true });
  expect([info.width, info.height]).toEqual([320, 300]);
  const preview = { width: 320, height: 300, rgb: data };

  const { box } = portrait.face;
  const [middle, mouth] = [box.x + box.width / 2, Math.round(box.y + 0.75 * box.height)];
  expect(pixel(preview, box.x, middle)).toEqual([0, 0xc2, 0xff]);
  expect(pixel(preview, middle, box.y)).toEqual([0, 0xc2, 0xff]);
  const own = pixel(picture, middle, mouth);
  const tinted = own.map((value, i) => value + (([255, 0, 128][i] ?? 0) - value) * (150 / 255));
  for (const [i, value] of pixel(preview, middle, mouth).entries()) {
    expect(Math.abs(value - (tinted[i] ?? NaN))).toBeLessThan(2);
  }
  for (const [x, y] of [
    [2, 2],
    [310, 290],
    [middle, box.y + 30],
    [box.x - 9, middle],
  ] as const) {
    expect(pixel(preview, x, y)).toEqual(pixel(picture, x, y));
  }
});
