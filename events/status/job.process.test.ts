import { describe, expect, test } from 'vitest';
import { writeDocument } from '../../storage/documents.js';
import { failed, outcomes, progressed, requested } from '../../test/fixtures/events.js';
import { onEveryStore } from '../../test/fixtures/stores.js';
import { serializeEvent } from '../contract/events.js';
import { readJob } from './job.js';
import { jobKeys } from './keys.js';
import { recordResend, removeEntry, listEntries, readEntry, addEntry } from './outbox.js';
import { createOutcome } from './outcome.js';
import { writeProgress } from './progress.js';
import { createRequest } from './request.js';

describe('readJob', () => {
  onEveryStore((open) => {
    test('returns undefined for a job that was not requested', async () => {
      const { store } = await open();
      await addEntry(store, 'pending', 'job');
      await writeProgress(store, 'job', progressed('job'));
      expect(await readJob(store, 'job')).toBeUndefined();
    });

    test('returns a queued job, and a processing one with its latest progress', async () => {
      const { store } = await open();
      await createRequest(store, 'job', requested('job'));
      const queued = await readJob(store, 'job');
      expect(queued).toMatchObject({ jobId: 'job', state: 'queued' });
      expect(queued?.request?.data).toEqual(requested('job').data);
      await writeProgress(store, 'job', progressed('job', 10));
      await writeProgress(store, 'job', progressed('job', 20));
      const processing = await readJob(store, 'job');
      expect(processing).toMatchObject({ state: 'processing', progress: progressed('job', 20).data });
    });

    test.each(outcomes)('returns an ended job once it has an outcome (%#)', async (make) => {
      const { store } = await open();
      await createRequest(store, 'job', requested('job'));
      await writeProgress(store, 'job', progressed('job'));
      const outcome = await createOutcome(store, 'job', make('job'));
      const job = await readJob(store, 'job');
      expect(job?.state === 'ended' && job.outcome.toJSON()).toEqual(outcome.toJSON());
      expect(job?.request?.data.jobId).toBe('job');
    });

    test('returns an ended job that has no request', async () => {
      const { store } = await open();
      await createOutcome(store, 'job', failed('job'));
      expect(await readJob(store, 'job')).toMatchObject({ state: 'ended', request: undefined });
    });

    test('ignores progress that is not a render.progressed event', async () => {
      const { store } = await open();
      await createRequest(store, 'job', requested('job'));
      await writeDocument(store, jobKeys.progress('job'), serializeEvent(requested('job')));
      expect(await readJob(store, 'job')).toMatchObject({ state: 'queued' });
    });
  });
});

describe('the outbox', () => {
  onEveryStore((open) => {
    test('counts the resends of a job, each by only one of two sweeps', async () => {
      const { store } = await open();
      await addEntry(store, 'pending', 'job');
      const times = ['2026-11-30T12:00:00.000Z', '2026-11-30T12:01:00.000Z'];
      for (const resent of [0, 1]) {
        const entry = await readEntry(store, 'pending', 'job');
        if (!entry) throw new Error('the entry is missing');
        expect(entry.resent).toBe(resent);
        if (resent > 0) expect(entry.sentAt).toBe(times[resent - 1]);
        const sent = { ...entry, sentAt: times[resent] ?? '' };
        const counted = await Promise.all([0, 1].map(() => recordResend(store, 'pending', 'job', sent)));
        expect(counted.filter(Boolean)).toHaveLength(1);
      }
    });

    test('lists the ids of its entries, up to a limit', async () => {
      const { store } = await open();
      for (const jobId of ['c', 'a', 'b']) await addEntry(store, 'pending', jobId);
      expect(await listEntries(store, 'pending')).toEqual(['a', 'b', 'c']);
      expect(await listEntries(store, 'pending', 2)).toEqual(['a', 'b']);
      await removeEntry(store, 'pending', 'a');
      await removeEntry(store, 'pending', 'a');
      expect(await listEntries(store, 'pending')).toEqual(['b', 'c']);
      expect(await readEntry(store, 'pending', 'a')).toBeUndefined();
    });
  });
});
