import { readFile, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { temporaryFolder } from '../../../../test/fixtures/temporary-folder.js';
import { tinyModel } from '../../../../test/fixtures/tiny-model.js';
import { importCheckpoint } from '../import.js';
import { openCheckpoint } from './checkpoint.js';

/** Opens a checkpoint and reads all its tensors, as an import does. */
async function readAll(name: string): Promise<void> {
  await importCheckpoint(name, `${name}.graphs`);
}

describe('openCheckpoint reports the expected and the found size of a truncated file', () => {
  test.each(['zip', 'legacy'] as const)('in the %s format, wherever it was cut', async (format) => {
    const bytes = await readFile(tinyModel()[format]);
    const name = path.join(await temporaryFolder(), 'checkpoint.pth');
    const cuts = [0.1, 0.3, 0.5, 0.9, 0.999].map((share) => Math.floor(share * bytes.length));
    for (const found of [5, 50, 1000, ...cuts, bytes.length - 1]) {
      await writeFile(name, bytes.subarray(0, found));
      const failure: unknown = await readAll(name).catch((error: unknown) => error);
      expect(failure).toMatchObject({ code: 'checkpoint_truncated', details: { foundBytes: found } });
      const { message } = failure instanceof Error ? failure : { message: '' };
      const [, expected] = /has \d+ bytes; expected at least (\d+)/.exec(message) ?? [];
      expect(Number(expected)).toBeGreaterThan(found);
      expect(Number(expected)).toBeLessThanOrEqual(bytes.length);
      expect(message).toContain(`has ${String(found)} bytes`);
    }
  });

  test('exactly in the legacy format, if the list of storages is complete', async () => {
    const name = path.join(await temporaryFolder(), 'checkpoint.pth');
    const { size } = await stat(tinyModel().legacy);
    await writeFile(name, (await readFile(tinyModel().legacy)).subarray(0, size - 1000));
    await expect(openCheckpoint(name)).rejects.toMatchObject({
      details: { expectedBytes: size, foundBytes: size - 1000 },
    });
  });

  test('as at least the size of the tensors in the zip format', async () => {
    const name = path.join(await temporaryFolder(), 'checkpoint.pth');
    const bytes = await readFile(tinyModel().zip);
    await writeFile(name, bytes.subarray(0, bytes.length / 2));
    const failure: unknown = await openCheckpoint(name).catch((error: unknown) => error);
    const details = failure instanceof Error && 'details' in failure ? failure.details : undefined;
    expect(details).toEqual({
      foundBytes: Math.floor(bytes.length / 2),
      expectedBytes: expect.toSatisfy((expected: number) => expected > 0.9 * bytes.length) as number,
    });
  });
});
