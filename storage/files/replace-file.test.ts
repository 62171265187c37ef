import { readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { temporaryFolder } from '../../test/fixtures/temporary-folder.js';
import { replaceFile } from './replace-file.js';

describe('replaceFile', () => {
  test('replaces a file once it is written', async () => {
    const folder = await temporaryFolder();
    const file = path.join(folder, 'face.json');
    await writeFile(file, 'old');
    await replaceFile(file, async (unfinished) => {
      await writeFile(unfinished, 'new');
      expect(await readFile(file, 'utf8')).toBe('old');
    });
    expect(await readFile(file, 'utf8')).toBe('new');
    expect(await readdir(folder)).toEqual(['face.json']);
  });

  test('keeps the file, and leaves no other, if writing fails', async () => {
    const folder = await temporaryFolder();
    const file = path.join(folder, 'face.json');
    await writeFile(file, 'old');
    const failed = replaceFile(file, async (unfinished) => {
      await writeFile(unfinished, 'half');
      throw new Error('disk full');
    });
    await expect(failed).rejects.toThrow('disk full');
    expect(await readFile(file, 'utf8')).toBe('old');
    expect(await readdir(folder)).toEqual(['face.json']);
  });

  test('two writers at once do not disturb each other', async () => {
    const file = path.join(await temporaryFolder(), 'face.json');
    const texts = ['a'.repeat(100_000), 'b'.repeat(100_000)];
    await Promise.all(texts.map((text) => replaceFile(file, (unfinished) => writeFile(unfinished, text))));
    expect(texts).toContain(await readFile(file, 'utf8'));
  });
});
