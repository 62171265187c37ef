import { crc32 } from 'node:zlib';
import sharp from 'sharp';
import { expect, test } from 'vitest';
import { paintedPicture, pngOf } from '../../../test/fixtures/pictures.js';
import { decodePicture } from './decode-picture.js';
import { withoutTexts } from './png-texts.js';

const limits = { maxPixels: 100_000, background: '#ffffff' };
const headBytes = 33;
const png = await pngOf(paintedPicture(64, 80));

function chunk(type: string, data: Uint8Array): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const frame = Buffer.alloc(8);
  frame.writeUInt32BE(data.length, 0);
  frame.writeUInt32BE(crc32(body), 4);
  return Buffer.concat([frame.subarray(0, 4), body, frame.subarray(4)]);
}

function withChunks(...chunks: readonly Uint8Array[]): Buffer {
  return Buffer.concat([png.subarray(0, headBytes), ...chunks, png.subarray(headBytes)]);
}

test('withoutTexts removes texts and nothing else', () => {
  const gamma = chunk('gAMA', Buffer.of(0, 0, 0xb1, 0x8f));
  const file = withChunks(
    chunk('tEXt', Buffer.from('a\0b')),
    gamma,
    chunk('zTXt', Buffer.from('a\0\0b')),
    chunk('iTXt', Buffer.from('a\0\0\0\0\0b')),
  );
  expect(Buffer.from(withoutTexts(file)).equals(withChunks(gamma))).toBe(true);
});

test.each([
  ['a PNG without texts', png],
  ['half a PNG', png.subarray(0, png.length / 2)],
  ['nothing', Buffer.alloc(0)],
  ['a JPEG', await sharp(png).jpeg().toBuffer()],
])('withoutTexts leaves %s as it is', (_, bytes) => {
  expect(withoutTexts(bytes)).toBe(bytes);
});

test('a PNG whose text ends behind the file is cut there', () => {
  const text = chunk('tEXt', Buffer.alloc(100));
  expect(withoutTexts(withChunks(text.subarray(0, 50)).subarray(0, headBytes + 50))).toHaveLength(headBytes);
});

test('decodePicture does not read texts, whatever they are', async () => {
  const broken = withChunks(chunk('zTXt', Buffer.from('a\0\0 not deflated')));
  const { rgb } = await decodePicture(broken, limits);
  expect(rgb.equals((await decodePicture(png, limits)).rgb)).toBe(true);
});
