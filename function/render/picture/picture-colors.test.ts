import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import { pixel } from '../../../test/fixtures/pictures.js';
import { expectNearly, pictureOfRows } from '../../../test/fixtures/pixels.js';
import { decodePicture, type Picture } from './decode-picture.js';

const limits = { maxPixels: 1_000_000, background: '#00ff80' };

function decoded(bytes: Uint8Array): Promise<Picture> {
  return decodePicture(bytes, limits);
}

describe('decodePicture flattens transparency onto the background', () => {
  test.each(['png', 'webp'] as const)('of a %s, fully and partially transparent', async (format) => {
    const file = pictureOfRows([[10, 20, 30, 255, 10, 20, 30, 0, 250, 0, 0, 128, 0, 0, 0, 64]], 4);
    const picture = await decoded(await file.toFormat(format, { lossless: true }).toBuffer());
    expect(picture).toMatchObject({ width: 4, height: 2 });
    expectNearly(pixel(picture, 0, 0), [10, 20, 30], 0);
    expectNearly(pixel(picture, 1, 0), [0, 255, 128], 0);
    expectNearly(pixel(picture, 2, 0), [125, 127, 64], 2);
    expectNearly(pixel(picture, 3, 0), [0, 191, 96], 2);
  });

  test('of a gray picture, and of a palette', async () => {
    const gray = await decoded(
      await pictureOfRows([[80, 255, 80, 0]], 2)
        .png()
        .toBuffer(),
    );
    expect([...gray.rgb.subarray(0, 6)]).toEqual([80, 80, 80, 0, 255, 128]);
    const palette = await pictureOfRows([[255, 0, 0, 255, 0, 0, 0, 0]], 4)
      .png({ palette: true })
      .toBuffer();
    expect([...(await decoded(palette)).rgb.subarray(0, 6)]).toEqual([255, 0, 0, 0, 255, 128]);
  });
});

describe('decodePicture converts other color types to RGB', () => {
  test('from gray', async () => {
    const picture = await decoded(
      await pictureOfRows([[0, 77, 255, 128]], 1)
        .png()
        .toBuffer(),
    );
    expect([...picture.rgb.subarray(0, 12)]).toEqual([0, 0, 0, 77, 77, 77, 255, 255, 255, 128, 128, 128]);
    const jpeg = await pictureOfRows(Array(16).fill(Array(16).fill(77)), 1)
      .toColorspace('b-w')
      .jpeg()
      .toBuffer();
    expectNearly(pixel(await decoded(jpeg), 5, 5), [77, 77, 77], 2);
  });

  test('from 16 bits per channel', async () => {
    const color = sharp(Uint16Array.of(0xffff, 0x8080, 0x0101, 0x0000, 0x4040, 0xc0c0), {
      raw: { width: 2, height: 1, channels: 3 },
    });
    const png = await color.toColorspace('rgb16').png().toBuffer();
    expect((await sharp(png).metadata()).depth).toBe('ushort');
    expect([...(await decoded(png)).rgb.subarray(0, 6)]).toEqual([255, 128, 1, 0, 64, 192]);

    const gray = sharp(Uint16Array.of(0x8080, 0x2020), { raw: { width: 2, height: 1, channels: 1 } });
    const greyPng = await gray.toColorspace('grey16').png().toBuffer();
    expect([...(await decoded(greyPng)).rgb.subarray(0, 6)]).toEqual([128, 128, 128, 32, 32, 32]);
  });

  test('from a wide gamut, by its color profile', async () => {
    const red = pictureOfRows([[200, 40, 30, 200, 40, 30]], 3);
    const png = await red.withIccProfile('p3').png().toBuffer();
    const stored = await sharp(png, { ignoreIcc: true }).raw().toBuffer();
    expect(Math.abs((stored[0] ?? 0) - 200)).toBeGreaterThan(10);
    expectNearly(pixel(await decoded(png), 0, 0), [200, 40, 30], 3);
  });

  test('from CMYK', async () => {
    const inks = sharp({ create: { width: 16, height: 16, channels: 3, background: '#c81e28' } });
    const jpeg = await inks.toColorspace('cmyk').jpeg({ quality: 95 }).toBuffer();
    expect((await sharp(jpeg).metadata()).space).toBe('cmyk');
    expectNearly(pixel(await decoded(jpeg), 8, 8), [200, 30, 40], 25);
  });
});
