import { expect, test } from 'vitest';
import { beginsWithFrames } from './sound-frames.js';

/** Bytes in which a header stands at the start and at each of these places. */
function framesAt(header: readonly number[], length: number): Buffer {
  const bytes = Buffer.alloc(2 * length);
  for (const at of [0, length]) bytes.set(header, at);
  return bytes;
}

test.each([
  ['MPEG-1 Layer III, 128 kbit/s, 44.1 kHz', [0xff, 0xfb, 0x90, 0x64], 417],
  ['the same with a padding byte', [0xff, 0xfb, 0x92, 0x64], 418],
  ['MPEG-1 Layer III, 320 kbit/s, 48 kHz', [0xff, 0xfb, 0xe4, 0x64], 960],
  ['MPEG-2 Layer III, 64 kbit/s, 24 kHz', [0xff, 0xf3, 0x84, 0x64], 192],
  ['MPEG-2.5 Layer III, 32 kbit/s, 8 kHz', [0xff, 0xe3, 0x48, 0x64], 288],
  ['MPEG-1 Layer II, 192 kbit/s, 48 kHz', [0xff, 0xfd, 0xa4, 0x64], 576],
  ['AAC of 200 bytes', [0xff, 0xf1, 0x50, 0x80, 0x19, 0x1f], 200],
])('beginsWithFrames accepts %s', (_, header, length) => {
  expect(beginsWithFrames(framesAt(header, length))).toBe(true);
  expect(beginsWithFrames(framesAt(header, length + 7))).toBe(false);
});

test.each([
  ['silence in µ-law', [0xff, 0xff, 0xff, 0xff]],
  ['noise in µ-law that looks like a header', [0xff, 0xfb, 0x79, 0xfe]],
  ['a reserved rate', [0xff, 0xfb, 0x9c, 0x64]],
  ['a reserved version', [0xff, 0xeb, 0x90, 0x64]],
  ['Layer I', [0xff, 0xff, 0x90, 0x64]],
  ['AAC of no bytes', [0xff, 0xf1, 0x50, 0x80, 0, 0x1f]],
])('beginsWithFrames rejects %s', (_, start) => {
  expect(beginsWithFrames(Buffer.concat([Buffer.from(start), Buffer.alloc(2044, 0x7e)]))).toBe(false);
});
