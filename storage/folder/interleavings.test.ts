import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import fc from 'fast-check';
import { afterEach, expect, test, vi } from 'vitest';
import { temporaryFolder } from '../../test/fixtures/temporary-folder.js';
import { FolderVersions } from './folder-versions.js';

/*
 * Compare-and-swap under chosen interleavings: fast-check decides which of several actors makes the
 * next call to the file system, and shrinks a failure to the shortest order that shows it.
 */

type Call = () => Promise<unknown>;

const gate = vi.hoisted(() => ({ schedule: undefined as ((call: Call) => Promise<unknown>) | undefined }));

vi.mock('node:fs/promises', async (importOriginal) => {
  const real = await importOriginal<Record<string, (...parameters: unknown[]) => Promise<unknown>>>();
  const gated = (name: string) => {
    return (...parameters: unknown[]) => {
      const call = () => real[name]?.(...parameters) ?? Promise.reject(new TypeError(name));
      return gate.schedule ? gate.schedule(call) : call();
    };
  };
  const names = ['link', 'mkdir', 'readdir', 'rename', 'rm', 'stat'];
  return { ...real, ...Object.fromEntries(names.map((name) => [name, gated(name)])) };
});

afterEach(() => {
  gate.schedule = undefined;
});

/** Adds one to the number in an object, as long as no other actor is faster. @returns the new number */
async function increment(object: FolderVersions, finished: string): Promise<number | undefined> {
  const current = await object.withCurrent(async (file, { etag }) => ({
    number: Number(await readFile(file, 'utf8')),
    etag,
  }));
  if (!current) throw new Error('the object is gone');
  await writeFile(finished, String(current.number + 1));
  return (await object.replace(finished, current.etag)) && current.number + 1;
}

/** The numbers that the actors of one run wrote, and the number that is there in the end. */
async function run(scheduler: fc.Scheduler, attempts: readonly number[]) {
  const folder = await temporaryFolder();
  const file = path.join(folder, 'counter');
  await writeFile(file, '0');
  const written: number[] = [];
  const actor = async (name: number, count: number) => {
    for (let attempt = 0; attempt < count; attempt++) {
      const finished = path.join(folder, `finished-${String(name)}-${String(attempt)}`);
      const number = await increment(new FolderVersions(file), finished);
      if (number !== undefined) written.push(number);
    }
  };
  gate.schedule = async (call) => {
    // The scheduler must not see rejections: most of them are expected, such as "exists already".
    const settled = scheduler.scheduleFunction(async () => {
      const [result] = await Promise.allSettled([call()]);
      return result;
    });
    const result = await settled();
    if (result.status === 'rejected') throw result.reason;
    return result.value;
  };
  await scheduler.waitFor(Promise.all(attempts.map((count, name) => actor(name, count))));
  gate.schedule = undefined;
  const last = await new FolderVersions(file).withCurrent((current) => readFile(current, 'utf8'));
  return { written: written.sort((a, b) => a - b), last: Number(last) };
}

test('no interleaving of compare-and-swap loses an update or lets two actors win one version', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.scheduler(),
      fc.array(fc.integer({ min: 1, max: 3 }), { minLength: 2, maxLength: 3 }),
      async (scheduler, attempts) => {
        const { written, last } = await run(scheduler, attempts);
        expect(written).toEqual(Array.from({ length: last }, (_, i) => i + 1));
        expect(last).toBeGreaterThan(0);
      },
    ),
    { numRuns: 60 },
  );
});
