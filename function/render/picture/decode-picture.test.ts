import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import { paintedPicture, pixel, pngOf } from '../../../test/fixtures/pictures.js';
import { expectNearly, pictureOfRows } from '../../../test/fixtures/pixels.js';
import { decodePicture, type Picture } from './decode-picture.js';

const limits = { maxPixels: 1_000_000, background: '#00ff80' };

function decoded(bytes: Uint8Array): Promise<Picture> {
  return decodePicture(bytes, limits);
}

describe('decodePicture preserves the pixels', () => {
  const picture = paintedPicture(48, 32);
  const source = () => sharp(picture.rgb, { raw: { width: 48, height: 32, channels: 3 } });

  test('of PNG and lossless WebP exactly', async () => {
    expect(await decoded(await source().png().toBuffer())).toEqual(picture);
    expect(await decoded(await source().png({ palette: false, progressive: true }).toBuffer())).toEqual(
      picture,
    );
    expect(await decoded(await source().webp({ lossless: true }).toBuffer())).toEqual(picture);
  });

  test('of JPEG and lossy WebP within their tolerance', async () => {
    for (const file of [
      source().jpeg({ quality: 95, chromaSubsampling: '4:4:4' }),
      source().webp({ quality: 95 }),
    ]) {
      const { rgb } = await decoded(await file.toBuffer());
      const error = rgb.reduce((sum, value, i) => sum + (value - (picture.rgb[i] ?? 0)) ** 2, 0) / rgb.length;
      expect(error).toBeLessThan(60);
    }
  });
});

describe('decodePicture applies the EXIF orientation', () => {
  const [a, b, c, d] = [
    [200, 30, 30],
    [30, 160, 40],
    [40, 50, 210],
    [230, 220, 60],
  ] as const;
  const stored = sharp({ create: { width: 64, height: 96, channels: 3, background: '#000' } });
  const block = ([r, g, blue]: readonly [number, number, number]) => ({
    create: { width: 32, height: 48, channels: 3 as const, background: { r, g, b: blue } },
  });
  const quarters = [
    { input: block(a), left: 0, top: 0 },
    { input: block(b), left: 32, top: 0 },
    { input: block(c), left: 0, top: 48 },
    { input: block(d), left: 32, top: 48 },
  ];

  test.each([
    [1, [a, b, c, d]],
    [2, [b, a, d, c]],
    [3, [d, c, b, a]],
    [4, [c, d, a, b]],
    [5, [a, c, b, d]],
    [6, [c, a, d, b]],
    [7, [d, b, c, a]],
    [8, [b, d, a, c]],
  ])('%i', async (orientation, expected) => {
    const file = stored.clone().composite(quarters).withMetadata({ orientation });
    for (const bytes of [
      await file.clone().jpeg({ quality: 95 }).toBuffer(),
      await file.clone().webp().toBuffer(),
    ]) {
      const picture = await decoded(bytes);
      const [width, height] = orientation < 5 ? [64, 96] : [96, 64];
      expect(picture).toMatchObject({ width, height });
      const corners = [
        [8, 8],
        [width - 8, 8],
        [8, height - 8],
        [width - 8, height - 8],
      ] as const;
      for (const [i, [x, y]] of corners.entries()) expectNearly(pixel(picture, x, y), expected[i] ?? [], 12);
    }
  });
});

describe('decodePicture makes odd sizes even by repeating the last column and row', () => {
  const row = (from: number, count: number) =>
    Array.from({ length: count }, (_, i) => [from + i, 100 + i, 200 - i]).flat();

  test.each([
    ['two odd sides', 5, 3, 6, 4],
    ['an odd width', 3, 2, 4, 2],
    ['an odd height', 2, 3, 2, 4],
    ['a single pixel', 1, 1, 2, 2],
    ['even sides', 4, 2, 4, 2],
  ])('for %s', async (_, width, height, evenWidth, evenHeight) => {
    const rows = Array.from({ length: height }, (__, y) => row(10 * y, width));
    const picture = await decoded(await pictureOfRows(rows, 3).png().toBuffer());
    expect(picture).toMatchObject({ width: evenWidth, height: evenHeight });
    expect(picture.rgb).toHaveLength(evenWidth * evenHeight * 3);
    for (let y = 0; y < evenHeight; y++) {
      for (let x = 0; x < evenWidth; x++) {
        const [sx, sy] = [Math.min(x, width - 1), Math.min(y, height - 1)];
        expect(pixel(picture, x, y)).toEqual(rows[sy]?.slice(3 * sx, 3 * sx + 3));
      }
    }
  });

  test('and does not count the repeated pixels against the limit', async () => {
    const bytes = await pngOf(paintedPicture(99, 101));
    expect(await decodePicture(bytes, { ...limits, maxPixels: 9999 })).toMatchObject({
      width: 100,
      height: 102,
    });
  });
});
