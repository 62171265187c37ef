import fc from 'fast-check';
import { expect, test } from 'vitest';
import { RenderError } from '../../errors/render-error.js';
import type { Store } from '../store.js';
import { deletePortrait, updateMetadata } from './write-portrait.js';

const portrait = {
  id: 'ida',
  extension: '.jpg',
  bytes: Buffer.from('a picture'),
  metadata: { box: [1, 2, 3, 4] },
};

/** An empty store in memory. Each operation waits for its turn, and then happens at once. */
function storeInTurns(scheduler: fc.Scheduler, keys: Set<string>): Store {
  const inTurn = async <T>(does: string, operation: () => T): Promise<T> => {
    await scheduler.schedule(Promise.resolve(), does);
    return operation();
  };
  const unused = () => Promise.reject(new RangeError('not used here'));
  return {
    url: 'memory:',
    put: (key) => inTurn(`put ${key}`, () => (keys.add(key), { etag: key })),
    head: (key) => {
      const info = { key, bytes: 1, etag: key, modified: new Date(0) };
      return inTurn(`head ${key}`, () => (keys.has(key) ? info : undefined));
    },
    delete: (key) => inTurn(`delete ${key}`, () => void keys.delete(key)),
    get: unused,
    async *list(prefix) {
      const found = await inTurn(`list ${prefix}`, () => [...keys].filter((key) => key.startsWith(prefix)));
      for (const key of found) yield { key, bytes: 1, etag: key, modified: new Date(0) };
    },
    sign: unused,
  };
}

test('leaves nothing of a portrait that is deleted while its metadata is updated, in whichever order', async () => {
  const ends = new Set<unknown>();
  await fc.assert(
    fc.asyncProperty(fc.scheduler(), async (scheduler) => {
      const keys = new Set(['avatars/ida.jpg', 'avatars/ida.json', 'avatars/ida.name/SWRh']);
      const source = { store: storeInTurns(scheduler, keys), prefix: 'avatars/' };
      const updated = updateMetadata(source, portrait).then(
        () => 'updated',
        (error: unknown) => (error instanceof RenderError ? error.code : error),
      );
      const [end] = await scheduler.waitFor(Promise.all([updated, deletePortrait(source, portrait.id)]));
      ends.add(end);
      expect([...keys]).toEqual([]);
    }),
    { numRuns: 300 },
  );
  expect([...ends].sort()).toEqual(['avatar_not_found', 'updated']);
});
