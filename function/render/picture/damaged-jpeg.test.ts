import sharp from 'sharp';
import { expect, test } from 'vitest';
import { paintedPicture, pngOf } from '../../../test/fixtures/pictures.js';
import { decodePicture } from './decode-picture.js';

const limits = { maxPixels: 100_000, background: '#ffffff' };
const source = async () => sharp(await pngOf(paintedPicture(160, 200)));
const baseline = async () => (await source()).jpeg({ quality: 90 }).toBuffer();

/** The position of the first marker of this kind. */
function markerAt(jpeg: Buffer, marker: number, from = 0): number {
  const at = jpeg.indexOf(Buffer.from([0xff, marker]), from);
  if (at < 0) throw new RangeError(`no marker ${marker.toString(16)}`);
  return at;
}

/** The spectral selection of the first scan as some phones write it: 0 to 0 instead of 0 to 63. */
function withOddScanHeader(jpeg: Buffer, bytes: readonly number[]): Buffer {
  const changed = Buffer.from(jpeg);
  const at = markerAt(changed, 0xda);
  const components = changed[at + 4] ?? 0;
  changed.set(bytes, at + 5 + 2 * components);
  return changed;
}

test.each([
  ['a scan header that ends at 0', (jpeg: Buffer) => withOddScanHeader(jpeg, [0, 0, 0])],
  ['a scan header with an approximation', (jpeg: Buffer) => withOddScanHeader(jpeg, [0, 63, 1])],
  ['the last two bytes missing', (jpeg: Buffer) => jpeg.subarray(0, -2)],
  ['bytes after its end', (jpeg: Buffer) => Buffer.concat([jpeg, Buffer.from('trailer')])],
])('a JPEG with %s is decoded to the same pixels', async (_, damage) => {
  const whole = await baseline();
  const picture = await decodePicture(damage(whole), limits);
  expect(picture.rgb.equals((await decodePicture(whole, limits)).rgb)).toBe(true);
});

test('a JPEG without its last 40 bytes differs only at the bottom', async () => {
  const whole = await baseline();
  const { rgb, width } = await decodePicture(whole.subarray(0, -40), limits);
  const rows = 160 * 3 * width;
  expect(rgb.subarray(0, rows).equals((await decodePicture(whole, limits)).rgb.subarray(0, rows))).toBe(true);
});

test.each([
  ['half a JPEG', async () => (await baseline()).subarray(0, (await baseline()).length / 2)],
  [
    'half a progressive JPEG',
    async () => {
      const whole = await (await source()).jpeg({ progressive: true }).toBuffer();
      return whole.subarray(0, whole.length / 2);
    },
  ],
])('%s is refused as broken off', async (_, bytes) => {
  const decoding = decodePicture(await bytes(), limits);
  await expect(decoding).rejects.toMatchObject({ code: 'portrait_unreadable' });
  await expect(decoding).rejects.toThrow(/^The portrait breaks off/);
});
