import { readFile } from 'node:fs/promises';
import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import { mislabeledPng, paintedPicture, pngOf } from '../../../test/fixtures/pictures.js';
import { tinyModel } from '../../../test/fixtures/tiny-model.js';
import { decodePicture } from './decode-picture.js';

const limits = { maxPixels: 10_000, background: '#ffffff' };

function decoding(bytes: Uint8Array) {
  return decodePicture(bytes, limits);
}

describe('decodePicture with a limit of pixels', () => {
  test('rejects a large picture by its header, without decoding it', async () => {
    const before = process.memoryUsage().rss;
    await expect(decoding(mislabeledPng(40_000, 40_000))).rejects.toMatchObject({
      code: 'portrait_too_large',
      message:
        'The portrait has 40000 × 40000 pixels; the limit is 10000 in total. Use a smaller picture or raise PORTRAIT_MAX_PIXELS.',
      details: { width: 40_000, height: 40_000, maxPixels: 10_000 },
    });
    expect(process.memoryUsage().rss - before).toBeLessThan(200_000_000);
  });

  test('accepts the limit itself and rejects one pixel more', async () => {
    const source = (width: number, height: number) => pngOf(paintedPicture(width, height));
    await expect(decoding(await source(100, 100))).resolves.toMatchObject({ width: 100, height: 100 });
    await expect(decoding(await source(73, 137))).rejects.toMatchObject({ code: 'portrait_too_large' });
  });

  test('applies the limit to every format', async () => {
    const source = sharp(await pngOf(paintedPicture(101, 100)));
    for (const bytes of [await source.clone().jpeg().toBuffer(), await source.clone().webp().toBuffer()]) {
      await expect(decoding(bytes)).rejects.toMatchObject({ code: 'portrait_too_large' });
    }
  });
});

describe('decodePicture reports an unreadable picture', () => {
  const unreadable = (message: string) => ({ code: 'portrait_unreadable', message });
  const unknown = unreadable('The portrait cannot be read. Use a PNG, JPEG, or WebP picture.');
  const brokenOff = unreadable(
    'The portrait breaks off: the end of the file is missing. Send the whole file again.',
  );
  const damaged = (format: string) =>
    unreadable(`The portrait is a ${format} whose data is damaged. Save the picture again, or use another.`);
  const encoded = async (format: 'png' | 'jpeg' | 'webp') =>
    sharp(await pngOf(paintedPicture(96, 96)))
      .toFormat(format)
      .toBuffer();

  test.each([
    ['bytes', '\x01\x02\x03\xfe\xff', unknown],
    ['a text', 'this is not a picture', unreadable('The portrait is text. Save it as PNG, JPEG, or WebP.')],
    [
      'an HTML page',
      '\n<!doctype html><html><body>404</body></html>',
      unreadable('The portrait is a web page. Use the address of the picture itself, or save the picture.'),
    ],
    [
      'a data: URL',
      'data:image/png;base64,iVBORw0KGgo=',
      unreadable('The portrait is a data: URL. Decode its Base64, and send the bytes.'),
    ],
    [
      'Base64',
      'iVBORw0KGgo'.repeat(100),
      unreadable('The portrait is Base64 text. Decode it, and send the bytes.'),
    ],
    [
      'a BMP',
      'BM\x36\x00\x0c\x00',
      unreadable('The portrait is a BMP picture. Save it as PNG, JPEG, or WebP.'),
    ],
    [
      'an icon',
      '\0\0\x01\0\x01\0',
      unreadable('The portrait is an icon (ICO). Save it as PNG, JPEG, or WebP.'),
    ],
    [
      'JPEG 2000',
      '\0\0\0\x0cjP  \r\n\x87\n',
      unreadable('The portrait is a JPEG 2000 picture. Save it as PNG, JPEG, or WebP.'),
    ],
    [
      'Photoshop',
      '8BPS\0\x01',
      unreadable('The portrait is a Photoshop file. Save it as PNG, JPEG, or WebP.'),
    ],
    ['an empty file', '', unreadable('The portrait has 0 bytes. Send the file again.')],
    ['the first bytes of a PNG', '\x89PNG\r\n\x1a\n', brokenOff],
  ])('for %s', async (_, content, error) => {
    await expect(decoding(Buffer.from(content, 'latin1'))).rejects.toMatchObject(error);
  });

  test('for an archive', async () => {
    await expect(decoding(await readFile(tinyModel().zip))).rejects.toMatchObject(
      unreadable('The portrait is a ZIP archive. Save it as PNG, JPEG, or WebP.'),
    );
  });

  test('for a header that promises more than the file contains', async () => {
    await expect(decoding(mislabeledPng(90, 90))).rejects.toMatchObject(damaged('PNG'));
  });

  test.each([
    ['png', 0.6],
    ['png', 0.95],
    ['jpeg', 0.6],
    ['webp', 0.6],
    ['webp', 0.9],
  ] as const)('for a %s of which only %f is there', async (format, share) => {
    const whole = await encoded(format);
    const decoded = decoding(whole.subarray(0, Math.floor(share * whole.length)));
    await expect(decoded).rejects.toMatchObject(brokenOff);
  });

  test('for a PNG with a wrong checksum', async () => {
    const bytes = await encoded('png');
    const at = bytes.indexOf('IDAT') + 40;
    bytes[at] = (bytes[at] ?? 0) ^ 0x10;
    await expect(decoding(bytes)).rejects.toMatchObject(damaged('PNG'));
  });

  test('for a WebP whose data is damaged', async () => {
    const bytes = await encoded('webp');
    bytes.fill(0xff, 20, 40);
    await expect(decoding(bytes)).rejects.toMatchObject(damaged('WebP'));
  });

  test('for a PNG that Xcode made for iOS', async () => {
    const bytes = await encoded('png');
    const chunk = Buffer.from('\0\0\0\x04CgBI\x50\0\x20\x02\x2b\xd5\xb3\x7f', 'latin1');
    await expect(
      decoding(Buffer.concat([bytes.subarray(0, 8), chunk, bytes.subarray(8)])),
    ).rejects.toMatchObject(
      unreadable(
        'The portrait is a PNG in the form that Xcode makes for iOS apps (CgBI). Use the original PNG.',
      ),
    );
  });
});

describe('decodePicture names the format that it rejects', () => {
  test.each(['gif', 'tiff', 'avif'] as const)('%s', async (format) => {
    const bytes = await sharp(await pngOf(paintedPicture(32, 32)))
      .toFormat(format)
      .toBuffer();
    const name = format === 'avif' ? 'heif' : format;
    await expect(decoding(bytes)).rejects.toMatchObject({
      code: 'portrait_unreadable',
      message: `The portrait is a ${name} file. Use a PNG, JPEG, or WebP.`,
    });
  });

  test('svg, which can refer to other files', async () => {
    const svg =
      '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><image href="file:///etc/hostname"/></svg>';
    await expect(decoding(Buffer.from(svg))).rejects.toMatchObject({
      code: 'portrait_unreadable',
      message: 'The portrait is a svg file. Use a PNG, JPEG, or WebP.',
    });
  });
});
