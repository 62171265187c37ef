import { describe, expect, test } from 'vitest';
import { boxesOf } from './box-stream.js';

function box(name: string, content: string): Buffer {
  const header = Buffer.alloc(8);
  header.writeUInt32BE(8 + content.length, 0);
  header.write(name, 4, 'latin1');
  return Buffer.concat([header, Buffer.from(content)]);
}

async function* pieces(bytes: Buffer, size: number) {
  for (let at = 0; at < bytes.length; at += size) yield await Promise.resolve(bytes.subarray(at, at + size));
}

async function cut(bytes: Buffer, size: number) {
  const found: [name: string, content: string][] = [];
  for await (const each of boxesOf(pieces(bytes, size)))
    found.push([each.name, each.bytes.toString('latin1', 8)]);
  return found;
}

const file = Buffer.concat([box('ftyp', 'iso5'), box('moof', ''), box('mdat', 'x'.repeat(100))]);

describe('boxesOf', () => {
  test.each([1, 3, 8, 12, 13, 50, 1000])('finds each box in pieces of %i bytes', async (size) => {
    expect(await cut(file, size)).toEqual([
      ['ftyp', 'iso5'],
      ['moof', ''],
      ['mdat', 'x'.repeat(100)],
    ]);
  });

  test('yields a box before the next one has arrived', async () => {
    const boxes = boxesOf(
      (async function* () {
        yield await Promise.resolve(file.subarray(0, 12));
        throw new Error('too early');
      })(),
    );
    expect((await boxes.next()).value).toMatchObject({ name: 'ftyp' });
    await expect(boxes.next()).rejects.toThrow('too early');
  });

  test('finds nothing in an empty stream', async () => {
    expect(await cut(Buffer.alloc(0), 1)).toEqual([]);
  });

  test.each([
    ['ends within a header', file.subarray(0, 15)],
    ['ends within a box', file.subarray(0, file.length - 1)],
    ['has a box that is shorter than its header', Buffer.from([0, 0, 0, 7, 102, 114, 101, 101, 0])],
  ])('refuses a stream that %s', async (_, bytes) => {
    await expect(cut(bytes, 7)).rejects.toThrow(RangeError);
  });
});
