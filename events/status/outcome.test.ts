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

describe('an outcome', () => {
  onEveryStore((open) => {
    test.each(outcomes)('ends the job (%#), and takes the marker away', async (make) => {
      const { store } = await open();
      await createRequest(store, 'job', requested('job'));
      const outcome = make('job');
      expect(await createOutcome(store, 'job', outcome)).toBe(outcome);
      expect((await readDocument(store, 'jobs/job/outcome.json'))?.text).toBe(serializeEvent(outcome));
      expect((await readOutcome(store, 'job'))?.toJSON()).toEqual(outcome.toJSON());
      expect(await listEntries(store, 'pending')).toEqual([]);
    });

    test('is untold until somebody has heard it, and told once', async () => {
      const { store } = await open();
      await createOutcome(store, 'job', completed('job'));
      expect(await listEntries(store, 'undelivered')).toEqual(['job']);
      await removeEntry(store, 'undelivered', 'job');
      await createOutcome(store, 'job', completed('job'));
      expect(await listEntries(store, 'undelivered')).toEqual([]);
    });

    test('stands, whatever comes later', async () => {
      const { store } = await open();
      const first = failed('job');
      await createOutcome(store, 'job', first);
      for (const later of [completed('job'), cancelled('job'), failed('job')]) {
        expect((await createOutcome(store, 'job', later)).toJSON()).toEqual(first.toJSON());
      }
    });

    test('of thirty at once is one, and all are told which', async () => {
      const { store } = await open();
      const ending = Array.from({ length: 30 }, (_, i) => {
        const make = outcomes[i % outcomes.length] ?? cancelled;
        return createOutcome(store, 'job', make('job'));
      });
      const texts = new Set((await Promise.all(ending)).map(serializeEvent));
      expect(texts.size).toBe(1);
      expect([...texts]).toEqual([(await readDocument(store, jobKeys.outcome('job')))?.text]);
    });

    test('is not there, or is something else', async () => {
      const { store } = await open();
      expect(await readOutcome(store, 'job')).toBeUndefined();
      await writeDocument(store, jobKeys.outcome('job'), serializeEvent(requested('job')));
      await expect(readOutcome(store, 'job')).rejects.toThrow('is not the outcome');
    });
  });

  test('whose answer was lost is found', async () => {
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
