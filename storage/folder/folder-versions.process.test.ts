import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { MemoryFiles } from '../../test/fixtures/memory-files.js';
import { FolderVersions } from './folder-versions.js';

/*
 * The real algorithm on a file system in memory. fast-check's scheduler decides which process makes its
 * next operation, so every order of the operations may come.
 */

const runs = { numRuns: 400 };
const processes = fc.integer({ min: 2, max: 5 });
const swapsOfEach = fc.integer({ min: 1, max: 4 });

describe('FolderVersions in every order of its operations', () => {
  test('lets one of several processes create an object', async () => {
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), processes, async (scheduler, n) => {
        const files = new MemoryFiles(scheduler);
        const results = await scheduler.waitFor(
          Promise.all(numbers(n).map((i) => versionsOn(files).create(files.write(i)))),
        );
        expect(results.filter((result) => result !== undefined)).toHaveLength(1);
        const winner = results.findIndex((result) => result !== undefined);
        expect(await scheduler.waitFor(read(files))).toMatchObject({ value: winner });
      }),
      runs,
    );
  });

  test('lets at most one of several processes replace the same version', async () => {
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), processes, swapsOfEach, async (scheduler, n, swaps) => {
        const { replaced } = await count(scheduler, n, swaps);
        expect(new Set(replaced).size).toBe(replaced.length);
      }),
      runs,
    );
  });

  test('loses no increment of a counter that was reported as made', async () => {
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), processes, swapsOfEach, async (scheduler, n, swaps) => {
        const { files, replaced } = await count(scheduler, n, swaps);
        expect(replaced.length).toBeGreaterThan(0);
        // An increment that two others have overtaken before it is verified counts, but is not reported.
        const { value } = await scheduler.waitFor(read(files));
        expect(value).toBeGreaterThanOrEqual(replaced.length);
        expect(value).toBeLessThanOrEqual(n * swaps);
      }),
      runs,
    );
  });

  test('never shows a reader a value older than the last one committed before the read', async () => {
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), processes, swapsOfEach, async (scheduler, n, swaps) => {
        const { reads } = await count(scheduler, n, swaps);
        for (const { committed, value } of reads) expect(value).toBeGreaterThanOrEqual(committed);
      }),
      runs,
    );
  });

  test('keeps at most two versions when all processes are done', async () => {
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), processes, swapsOfEach, async (scheduler, n, swaps) => {
        const { files } = await count(scheduler, n, swaps);
        expect(files.versions().length).toBeLessThanOrEqual(2);
      }),
      runs,
    );
  });
});

describe('FolderVersions with unconditional writes among the swaps', () => {
  const writes = fc.integer({ min: 1, max: 3 });

  test('loses no unconditional write to a swap of what was there before', async () => {
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), processes, swapsOfEach, writes, async (scheduler, n, swaps, m) => {
        const { files, reads } = await count(scheduler, n, swaps, m);
        // Every write sets the counter to 100, and swaps add to it.
        expect((await scheduler.waitFor(read(files))).value).toBeGreaterThanOrEqual(100);
        for (const { committed, value } of reads) expect(value).toBeGreaterThanOrEqual(committed);
      }),
      runs,
    );
  });

  test('lets at most one of several processes replace the same version', async () => {
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), processes, swapsOfEach, writes, async (scheduler, n, swaps, m) => {
        const { files, replaced } = await count(scheduler, n, swaps, m);
        expect(new Set(replaced).size).toBe(replaced.length);
        expect(files.versions().length).toBeLessThanOrEqual(2);
      }),
      runs,
    );
  });

  test('keeps a plain file as long as nothing is swapped', async () => {
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), writes, async (scheduler, m) => {
        const { files } = await count(scheduler, 0, 0, m);
        expect(files.versions()).toEqual([]);
        expect((await scheduler.waitFor(read(files))).value).toBe(100);
      }),
      runs,
    );
  });
});

/**
 * Lets `n` processes try to add one to a counter, `swaps` times each, while each of them also reads,
 * and lets `writes` other processes set it to 100. What a read must at least show is the largest value
 * that was committed before it.
 */
async function count(scheduler: fc.Scheduler, n: number, swaps: number, writes = 0) {
  const files = new MemoryFiles(scheduler);
  await scheduler.waitFor(versionsOn(files).create(files.write(0)));
  const replaced: string[] = [];
  const reads: { committed: number; value: number }[] = [];
  let last = 0;
  await scheduler.waitFor(
    Promise.all([
      ...numbers(writes).map(async () => {
        await versionsOn(files).overwrite(files.write(100));
        last = Math.max(last, 100);
      }),
      ...numbers(n).map(async () => {
        for (let i = 0; i < swaps; i++) {
          const committed = last;
          const { value, etag } = await read(files);
          reads.push({ committed, value });
          if (!(await versionsOn(files).replace(files.write(value + 1), etag))) continue;
          replaced.push(etag);
          // A write sets a larger counter back to 100.
          last = Math.max(last, writes > 0 ? Math.min(value + 1, 100) : value + 1);
        }
      }),
    ]),
  );
  return { files, replaced, reads };
}

function versionsOn(files: MemoryFiles): FolderVersions {
  return new FolderVersions('object', files);
}

async function read(files: MemoryFiles): Promise<{ value: number; etag: string }> {
  const found = await versionsOn(files).withCurrent(async (file, { etag }) => ({
    value: await files.read(file),
    etag,
  }));
  if (!found) throw new Error('The object is missing.');
  return found;
}

function numbers(n: number): number[] {
  return Array.from({ length: n }, (_, i) => i);
}
