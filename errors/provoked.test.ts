import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import { packageRoot } from '../config/package-root.js';
import { errorCodes } from './table.js';

/*
 * Two other tests raise every error of the table and check the responses. This test checks that each
 * code is also expected by a test that causes the error for real.
 */

const folders = [
  'bench',
  'command',
  'config',
  'evaluate',
  'events',
  'function',
  'outbound',
  'storage',
  'test',
];

/** The texts of all tests except those that iterate over the table. */
async function testTexts(): Promise<string[]> {
  const files = await Promise.all(
    folders.map(async (folder) => {
      const found = await readdir(path.join(packageRoot, folder), { recursive: true });
      return found.map((file) => path.join(packageRoot, folder, file));
    }),
  );
  const tests = files.flat().filter((file) => file.endsWith('.test.ts'));
  const texts = await Promise.all(tests.map((file) => readFile(file, 'utf8')));
  return texts.filter((text) => !/\berrorCodes\b/.test(text));
}

test('Each error code is expected by a test that provokes it', async () => {
  const texts = await testTexts();
  expect(texts.length).toBeGreaterThan(80);
  const expected = (code: string) => texts.some((text) => new RegExp(`\\b${code}\\b`).test(text));
  expect(errorCodes.filter((code) => !expected(code))).toEqual([]);
});
