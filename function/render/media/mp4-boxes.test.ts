import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import { temporaryFolder } from '../../../test/fixtures/temporary-folder.js';
import { boxesFillFile } from './mp4-boxes.js';

function box(name: string, content: number, leased = content + 8): Buffer {
  const bytes = Buffer.alloc(content + 8);
  bytes.writeUInt32BE(leased, 0);
  bytes.write(name, 4, 'latin1');
  return bytes;
}

/** A box whose size has 64 bits. */
function largeBox(name: string, content: number): Buffer {
  const bytes = Buffer.alloc(content + 16);
  bytes.writeUInt32BE(1, 0);
  bytes.write(name, 4, 'latin1');
  bytes.writeBigUInt64BE(BigInt(content + 16), 8);
  return bytes;
}

test.each([
  ['consecutive boxes', Buffer.concat([box('ftyp', 20), box('moov', 300), box('mdat', 1000)]), true],
  ['a large box', Buffer.concat([box('ftyp', 20), largeBox('mdat', 1000), box('free', 0)]), true],
  ['a truncated last box', Buffer.concat([box('ftyp', 20), box('mdat', 1000)]).subarray(0, 900), false],
  [
    'a large box that was cut',
    Buffer.concat([box('ftyp', 20), largeBox('mdat', 1000)]).subarray(0, 900),
    false,
  ],
  ['bytes after the last box', Buffer.concat([box('ftyp', 20), Buffer.alloc(5)]), false],
  ['a box without a valid size', Buffer.concat([box('ftyp', 20), box('mdat', 20, 0)]), false],
])('boxesFillFile recognizes %s', async (_, bytes, expected) => {
  const file = path.join(await temporaryFolder(), 'video.mp4');
  await writeFile(file, bytes);
  expect(await boxesFillFile(file)).toBe(expected);
});
