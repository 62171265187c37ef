import { crc32 } from 'node:zlib';
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

/** A PNG of one color with a chunk before its pixels, or behind them. */
async function pngWith(
  name: string,
  content: readonly number[],
  rgb: readonly [number, number, number],
  isBehind = false,
): Promise<Buffer> {
  const png = await sharp({
    create: { width: 4, height: 2, channels: 3, background: { r: rgb[0], g: rgb[1], b: rgb[2] } },
  })
    .png()
    .toBuffer();
  const body = Buffer.concat([Buffer.from(name, 'latin1'), Buffer.from(content)]);
  const chunk = Buffer.alloc(body.length + 8);
  chunk.writeUInt32BE(content.length, 0);
  body.copy(chunk, 4);
  chunk.writeUInt32BE(crc32(body), body.length + 4);
  const at = png.indexOf(isBehind ? 'IEND' : 'IDAT', 0, 'latin1') - 4;
  return Buffer.concat([png.subarray(0, at), chunk, png.subarray(at)]);
}

describe('decodePicture converts the colors that a PNG describes', () => {
  test.each<[string, string, number[], [number, number, number], [number, number, number]]>([
    ['Display P3', 'cICP', [12, 13, 0, 1], [200, 100, 100], [214, 94, 97]],
    ['sRGB', 'cICP', [1, 13, 0, 1], [200, 100, 100], [200, 100, 100]],
    ['white of BT.2100 PQ', 'cICP', [9, 16, 0, 1], [148, 148, 148], [247, 247, 247]],
    ['black of BT.2100 PQ', 'cICP', [9, 16, 0, 1], [0, 0, 0], [0, 0, 0]],
    ['white of BT.2100 HLG', 'cICP', [9, 18, 0, 1], [191, 191, 191], [247, 247, 247]],
    ['a gamma of 1', 'gAMA', [0, 1, 0x86, 0xa0], [55, 55, 55], [128, 128, 128]],
    ['the gamma of sRGB', 'gAMA', [0, 0, 0xb1, 0x8f], [55, 66, 77], [55, 66, 77]],
  ])('%s', async (_, name, content, stored, expected) => {
    expectNearly(pixel(await decoded(await pngWith(name, content, stored)), 1, 1), expected, 3);
  });
});

test.each([
  [6, { width: 2, height: 4 }],
  [1, { width: 4, height: 2 }],
])('decodePicture turns a PNG by an orientation of %i behind its pixels', async (orientation, size) => {
  const tiff = [
    0x4d,
    0x4d,
    0,
    42,
    0,
    0,
    0,
    8,
    0,
    1,
    1,
    0x12,
    0,
    3,
    0,
    0,
    0,
    1,
    0,
    orientation,
    0,
    0,
    0,
    0,
    0,
    0,
  ];
  expect(await decoded(await pngWith('eXIf', tiff, [9, 9, 9], true))).toMatchObject(size);
});

test.each(['png', 'jpeg'] as const)('decodePicture scales a %s of 20 megapixels down', async (format) => {
  const file = await sharp({ create: { width: 5000, height: 4000, channels: 3, background: '#336699' } })
    .toFormat(format)
    .toBuffer();
  const picture = await decodePicture(file, { maxPixels: 100_000_000, background: '#ffffff' });
  expect([picture.width, picture.height]).toEqual([4580, 3664]);
  expect(picture.scale).toBeCloseTo(0.9159, 4);
  expectNearly(pixel(picture, 2000, 2000), [0x33, 0x66, 0x99], 2);
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
