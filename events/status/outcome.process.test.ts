import { describe, expect, test } from 'vitest';
import { readDocument, writeDocument } from '../../storage/documents.js';
import { FolderStore } from '../../storage/folder/folder-store.js';
import type { Store } from '../../storage/store.js';
import { cancelled, completed, failed, outcomes, requested } from '../../test/fixtures/events.js';
import { faultyStore } from '../../test/fixtures/faulty-store.js';
import { onEveryStore } from '../../test/fixtures/stores.js';
import { temporaryFolder } from '../../test/fixtures/temporary-folder.js';
import { serializeEvent } from '../contract/events.js';
import { jobKeys } from './keys.js';
import { listEntries, removeEntry } from './outbox.js';
import { createOutcome, readOutcome } from './outcome.js';
import { createRequest } from './request.js';

describe('createOutcome and readOutcome', () => {
  onEveryStore((open) => {
    test.each(outcomes)('ends the job and removes its pending entry (%#)', async (make) => {
      const { store } = await open();
      await createRequest(store, 'job', requested('job'));
      const outcome = make('job');
      expect(await createOutcome(store, 'job', outcome)).toBe(outcome);
      expect((await readDocument(store, 'jobs/job/outcome.json'))?.text).toBe(serializeEvent(outcome));
      expect((await readOutcome(store, 'job'))?.toJSON()).toEqual(outcome.toJSON());
      expect(await listEntries(store, 'pending')).toEqual([]);
    });

    test('adds the undelivered entry only for the first outcome', async () => {
      const { store } = await open();
      await createOutcome(store, 'job', completed('job'));
      expect(await listEntries(store, 'undelivered')).toEqual(['job']);
      await removeEntry(store, 'undelivered', 'job');
      await createOutcome(store, 'job', completed('job'));
      expect(await listEntries(store, 'undelivered')).toEqual([]);
    });

    test('keeps the first outcome, and returns it for later ones', async () => {
      const { store } = await open();
      const first = failed('job');
      await createOutcome(store, 'job', first);
      for (const later of [completed('job'), cancelled('job'), failed('job')]) {
        expect((await createOutcome(store, 'job', later)).toJSON()).toEqual(first.toJSON());
      }
    });

    test('records one of thirty concurrent outcomes, and returns it to all callers', async () => {
      const { store } = await open();
      const ending = Array.from({ length: 30 }, (_, i) => {
        const make = outcomes[i % outcomes.length] ?? cancelled;
        return createOutcome(store, 'job', make('job'));
      });
      const texts = new Set((await Promise.all(ending)).map(serializeEvent));
      expect(texts.size).toBe(1);
      expect([...texts]).toEqual([(await readDocument(store, jobKeys.outcome('job')))?.text]);
    });

    test('readOutcome returns undefined without an outcome, and rejects other documents', async () => {
      const { store } = await open();
      expect(await readOutcome(store, 'job')).toBeUndefined();
      await writeDocument(store, jobKeys.outcome('job'), serializeEvent(requested('job')));
      await expect(readOutcome(store, 'job')).rejects.toThrow('is not the outcome');
    });
  });

  test('finds its outcome in the store if the response was lost', async () => {
    const folder = new FolderStore(await temporaryFolder());
    const losing: Store = {
      ...faultyStore(folder, () => undefined),
      async put(key, body, options) {
        await folder.put(key, body, options);
        return undefined;
      },
    };
    const outcome = completed('job');
    expect((await createOutcome(losing, 'job', outcome)).toJSON()).toEqual(outcome.toJSON());
  });
});
