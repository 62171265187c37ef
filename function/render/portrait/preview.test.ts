import sharp from 'sharp';
import { expect, test } from 'vitest';
import { centeredFace, paintedPicture, pixel } from '../../../test/fixtures/pictures.js';
import { tiltedPortrait } from '../../../test/fixtures/tilted-portrait.js';
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

test('drawPreview draws the tilted box of a tilted head', async () => {
  const upright = paintedPicture(256, 256);
  const { picture, face } = tiltedPortrait(upright, centeredFace(upright), 90, 300);
  const png = await drawPreview(await preparePortrait(picture, face));
  const rgb = await sharp(png).removeAlpha().raw().toBuffer();
  // A mouth that lies on the left of the middle is tinted, and what is below the middle is not.
  const drawn = { ...picture, rgb };
  const { width } = face.box;
  expect(pixel(drawn, 150 - Math.round(width / 4), 150)[0]).toBeGreaterThan(215);
  expect(pixel(drawn, 150, 150 + Math.round(width / 4))).toEqual(
    pixel(picture, 150, 150 + Math.round(width / 4)),
  );
  expect(pixel(drawn, 150 - width / 2, 150)).toEqual([0, 0xc2, 0xff]);
});
