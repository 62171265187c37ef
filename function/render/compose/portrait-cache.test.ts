import { mkdir, readdir, readFile, utimes, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { temporaryFolder } from '../../../test/fixtures/temporary-folder.js';
import { PortraitCache } from './portrait-cache.js';

const rgb = Uint8Array.of(1, 2, 3);
const content = Uint8Array.of(7, 8, 9);

let folder: string;
let made: number;
beforeEach(async () => {
  folder = await temporaryFolder();
  made = 0;
});

/** What a process gets that prepares the part, and how often it was made so far. */
function prepared(from: readonly unknown[] = ['a'], picture = rgb, maxBytes?: number) {
  const cache = new PortraitCache(folder, picture, maxBytes);
  const bytes = cache.get('part', from, content.length, () => {
    made++;
    return content;
  });
  cache.flush();
  return { bytes: [...bytes], made };
}

const files = () => readdir(path.join(folder, 'prepared'));

describe('PortraitCache', () => {
  it('makes a part once', async () => {
    expect(prepared()).toEqual({ bytes: [7, 8, 9], made: 1 });
    expect(prepared()).toEqual({ bytes: [7, 8, 9], made: 1 });
    expect(await files()).toHaveLength(1);
  });

  it('makes the part of another picture, and one that depends on another value', async () => {
    prepared();
    expect(prepared(['a'], Uint8Array.of(1, 2, 4)).made).toBe(2);
    expect(prepared(['b']).made).toBe(3);
    expect(prepared([Float32Array.of(1)]).made).toBe(4);
    expect(prepared([Float32Array.of(2)]).made).toBe(5);
    expect(await files()).toHaveLength(5);
  });

  it.each([
    ['half of its bytes', (bytes: Buffer) => bytes.subarray(0, 17)],
    ['a changed byte', (bytes: Buffer) => Buffer.concat([bytes.subarray(0, -1), Buffer.of(0)])],
    ['no bytes', () => Buffer.alloc(0)],
  ])('makes a part again and repairs it if its file has %s', async (_, damaged) => {
    prepared();
    const [name = ''] = await files();
    const file = path.join(folder, 'prepared', name);
    const whole = await readFile(file);
    await writeFile(file, damaged(whole));
    expect(prepared()).toEqual({ bytes: [7, 8, 9], made: 2 });
    expect(await readFile(file)).toEqual(whole);
  });

  it('removes the files of other code when it writes', async () => {
    await mkdir(path.join(folder, 'prepared'));
    await writeFile(path.join(folder, 'prepared', '0123456789abcdef-part-0'), 'old');
    prepared();
    expect(await files()).toEqual([expect.not.stringMatching(/^0123456789abcdef/)]);
  });

  it('removes what was not used for longest if there is too much', async () => {
    const two = 2 * (32 + content.length);
    prepared(['a']);
    prepared(['b']);
    for (const name of await files()) {
      const longAgo = new Date(Date.now() - 3_600_000);
      await utimes(path.join(folder, 'prepared', name), longAgo, longAgo);
    }
    // Reading a makes it the younger one.
    prepared(['a']);
    expect(prepared(['c'], rgb, two).made).toBe(3);
    expect(await files()).toHaveLength(2);
    expect(prepared(['a']).made).toBe(3);
    expect(prepared(['b']).made).toBe(4);
  });

  it('works without a folder, and with one that cannot be written', async () => {
    const without = new PortraitCache(undefined, rgb);
    expect([...without.get('part', [], 3, () => content)]).toEqual([7, 8, 9]);
    without.flush();
    expect(await readdir(folder)).toEqual([]);
    const file = path.join(folder, 'a-file');
    await writeFile(file, '');
    const unwritable = new PortraitCache(file, rgb);
    expect([...unwritable.get('part', [], 3, () => content)]).toEqual([7, 8, 9]);
    unwritable.flush();
  });
});
