import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import { centeredFace, pixel } from '../../../../test/fixtures/pictures.js';
import { decodePicture } from '../../picture/decode-picture.js';
import { shapePortrait } from './shape-portrait.js';

const settings = { PORTRAIT_MAX_PIXELS: 1e6, PORTRAIT_BACKGROUND: '#ffffff' };

/** 200 × 400 pixels; the left half is red, the right half has no color. */
async function halfTransparent() {
  const pixels = Buffer.alloc(4 * 200 * 400);
  for (let at = 0; at < 200 * 400; at++) if (at % 200 < 100) pixels.set([255, 0, 0, 255], 4 * at);
  const raw = { width: 200, height: 400, channels: 4 as const };
  const bytes = await sharp(pixels, { raw }).png().toBuffer();
  const picture = await decodePicture(bytes, { maxPixels: 1e6, background: '#ffffff' });
  return { bytes, picture, face: centeredFace(picture) };
}

describe('shapePortrait', () => {
  test('leaves a portrait as it is for a request without a shape', async () => {
    const { bytes, ...portrait } = await halfTransparent();
    expect(await shapePortrait(portrait, bytes, {}, settings)).toBe(portrait);
  });

  test('shows a color behind transparent pixels', async () => {
    const portrait = await halfTransparent();
    const shaped = await shapePortrait(portrait, portrait.bytes, { background: '#0000ff' }, settings);
    expect(pixel(shaped.picture, 20, 200)).toEqual([255, 0, 0]);
    expect(pixel(shaped.picture, 180, 200)).toEqual([0, 0, 255]);
    expect(shaped.face).toBe(portrait.face);
  });

  test('fills the space beside the picture with a color', async () => {
    const portrait = await halfTransparent();
    const shape = { background: '#00ff00', aspect: '16:9' } as const;
    const { picture, face, surround } = await shapePortrait(portrait, portrait.bytes, shape, settings);
    expect(picture.width / picture.height).toBeCloseTo(16 / 9, 2);
    expect(picture.rgb).toHaveLength(3 * picture.width * picture.height);
    expect(surround?.color).toBe('#00ff00');
    expect(surround?.inside).toMatchObject({ y: 0, height: picture.height });
    expect(Math.abs((surround?.inside.width ?? 0) - 200)).toBeLessThanOrEqual(2);
    const middle = face.box.x + face.box.width / 2;
    expect(pixel(picture, Math.round(middle - 20), 100)).toEqual([255, 0, 0]);
    expect(pixel(picture, Math.round(middle + 20), 100)).toEqual([0, 255, 0]);
  });

  test('moves the face with the crop', async () => {
    const portrait = await halfTransparent();
    const { box } = portrait.face;
    const crop = { x: box.x - 4, y: box.y - 6, width: 160, height: 200 };
    const { picture, face } = await shapePortrait(portrait, portrait.bytes, { crop, height: 100 }, settings);
    expect([picture.width, picture.height]).toEqual([80, 100]);
    expect(face.box).toEqual({ x: 2, y: 3, width: box.width / 2, height: box.height / 2 });
    expect(face.mouth).toEqual(portrait.face.mouth.map(([x, y]) => [(x - crop.x) / 2, (y - crop.y) / 2]));
  });

  test('rejects a color that would not be seen', async () => {
    const { picture, face } = await halfTransparent();
    const bytes = await sharp(picture.rgb, { raw: { width: 200, height: 400, channels: 3 } })
      .png()
      .toBuffer();
    await expect(
      shapePortrait({ picture, face }, bytes, { background: '#0000ff' }, settings),
    ).rejects.toMatchObject({ code: 'portrait_opaque', details: { background: '#0000ff' } });
  });
});
