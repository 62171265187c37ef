import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import { packageRoot } from '../config/package-root.js';
import { errorCodes } from './table.js';

/*
 * Two tests raise every error of the table, and see how it is answered. This one sees to it that no
 * code lives in the table alone: some test expects it from a real mistake.
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

/** What all tests say, but for those that walk through the table. */
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

test('each code is expected by a test that provokes it', async () => {
  const texts = await testTexts();
  expect(texts.length).toBeGreaterThan(80);
  const told = (code: string) => texts.some((text) => new RegExp(`\\b${code}\\b`).test(text));
  expect(errorCodes.filter((code) => !told(code))).toEqual([]);
});
