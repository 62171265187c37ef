import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import { withScratch } from './scratch.js';

test('the folder is there while work goes on, and gone afterwards with all that is in it', async () => {
  let seen = '';
  const result = await withScratch(async (folder) => {
    seen = folder;
    await writeFile(path.join(folder, 'something'), 'x');
    expect(existsSync(folder)).toBe(true);
    return 7;
  });
  expect(result).toBe(7);
  expect(existsSync(seen)).toBe(false);
});

test('it is gone after a failure too, which is passed on', async () => {
  let seen = '';
  const work = withScratch((folder) => {
    seen = folder;
    return Promise.reject(new Error('no luck'));
  });
  await expect(work).rejects.toThrow('no luck');
  expect(seen).not.toBe('');
  expect(existsSync(seen)).toBe(false);
});

test('two at once do not share it', async () => {
  const folders = await Promise.all([1, 2].map(() => withScratch((folder) => Promise.resolve(folder))));
  expect(folders[0]).not.toBe(folders[1]);
});
