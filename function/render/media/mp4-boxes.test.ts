import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { RenderError } from '../../../errors/render-error.js';
import { gathered } from '../../../test/fixtures/streams.js';
import { temporaryFolder } from '../../../test/fixtures/temporary-folder.js';
import { boxesFillFile, topBoxes } from './mp4-boxes.js';

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

describe('topBoxes', () => {
  const never = new AbortController().signal;

  async function fileOf(...parts: readonly Buffer[]): Promise<string> {
    const file = path.join(await temporaryFolder(), 'voice.mp4');
    await writeFile(file, Buffer.concat(parts));
    return file;
  }

  test('yields boxes in order, with their content', async () => {
    const file = await fileOf(box('ftyp', 20), largeBox('mdat', 20_000), box('moov', 4, 500));
    expect(await gathered(topBoxes(file, never))).toEqual([
      { name: 'ftyp', start: 0, body: 8, end: 28, isOpen: false },
      { name: 'mdat', start: 28, body: 44, end: 20_044, isOpen: false },
      { name: 'moov', start: 20_044, body: 20_052, end: 20_544, isOpen: false },
    ]);
  });

  test('refuses a file of a million empty boxes after a part of it', async () => {
    const file = await fileOf(box('ftyp', 0), Buffer.alloc(8_000_000, box('free', 0)));
    let boxes = 0;
    const reading = async () => {
      for await (const each of topBoxes(file, never)) boxes += each.end - each.start > 0 ? 1 : 0;
    };
    await expect(reading()).rejects.toMatchObject({
      code: 'voice_unreadable',
      message: 'The voice has more than 65536 MP4 boxes. Save it again as WAV, MP3, or FLAC.',
    });
    expect(boxes).toBe(65_536);
  });

  test('stops with the reason of the signal', async () => {
    const file = await fileOf(...Array.from({ length: 20 }, () => box('free', 20_000)));
    const stop = new AbortController();
    const reason = new RenderError('cancelled', 'stopped');
    const reading = async () => {
      for await (const { start } of topBoxes(file, stop.signal)) if (start > 0) stop.abort(reason);
    };
    await expect(reading()).rejects.toBe(reason);
  });
});
