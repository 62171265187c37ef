import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import { temporaryFolder } from '../../test/fixtures/temporary-folder.js';
import { sha256Of, sha256OfFile } from './sha256.js';

// FIPS 180-4, the example "abc".
const digestOfAbc = 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad';

test('sha256Of hashes bytes', () => {
  expect(sha256Of(Buffer.from('abc'))).toBe(digestOfAbc);
});

test('sha256OfFile hashes a file', async () => {
  const file = path.join(await temporaryFolder(), 'abc');
  await writeFile(file, 'abc');
  expect(await sha256OfFile(file)).toBe(digestOfAbc);
});

test('sha256OfFile stops when it is aborted', async () => {
  const file = path.join(await temporaryFolder(), 'abc');
  await writeFile(file, 'abc');
  await expect(sha256OfFile(file, AbortSignal.abort())).rejects.toThrow();
});
