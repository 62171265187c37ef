import { describe, expect, test } from 'vitest';
import { FolderStore } from '../../../storage/folder/folder-store.js';
import { completed, requestedAt } from '../../../test/fixtures/events.js';
import { faultyStore } from '../../../test/fixtures/faulty-store.js';
import { ManualClock } from '../../../test/fixtures/manual-clock.js';
import { temporaryFolder } from '../../../test/fixtures/temporary-folder.js';
import { readJob } from '../../status/job.js';
import { addEntry } from '../../status/outbox.js';
import { createOutcome } from '../../status/outcome.js';
import { createRequest } from '../../status/request.js';
import { JobQueue } from './job-queue.js';

async function openQueue(parallelism = 1) {
  let lists = 0;
  const folder = new FolderStore(await temporaryFolder());
  const store = faultyStore(folder, (method) => {
    if (method === 'list') lists++;
    return undefined;
  });
  const clock = new ManualClock();
  const queue = new JobQueue({ store, clock, settings: { RENDER_PARALLELISM: parallelism } });
  return {
    store,
    clock,
    lists: () => lists,
    add: async (jobId: string, second: number) => {
      const time = new Date(Date.parse('2026-03-02T09:30:00.000Z') + second * 1000).toISOString();
      await createRequest(store, jobId, requestedAt(jobId, time));
    },
    placeOf: async (jobId: string) => {
      const job = await readJob(store, jobId);
      if (!job) throw new Error('there is no job');
      return queue.placeOf(job);
    },
  };
}

describe('JobQueue', () => {
  test('orders queued jobs by the times of their requests, and estimates 30 s for each before them', async () => {
    const { add, placeOf } = await openQueue();
    await add('z', 0);
    await add('y', 1);
    await add('x', 2);
    expect(await placeOf('z')).toEqual({ queuePosition: 1, startsInSeconds: 0 });
    expect(await placeOf('y')).toEqual({ queuePosition: 2, startsInSeconds: 30 });
    expect(await placeOf('x')).toEqual({ queuePosition: 3, startsInSeconds: 60 });
  });

  test('counts renders that run at once', async () => {
    const { add, placeOf } = await openQueue(2);
    for (const [i, jobId] of ['a', 'b', 'c', 'd', 'e'].entries()) await add(jobId, i);
    const waits = await Promise.all(['a', 'b', 'c', 'd', 'e'].map(placeOf));
    expect(waits.map((place) => place?.startsInSeconds)).toEqual([0, 0, 30, 30, 60]);
  });

  test('lists the store once in two seconds, and learns from the jobs that have ended', async () => {
    const { store, clock, add, placeOf, lists } = await openQueue();
    for (const [i, jobId] of ['a', 'b', 'c'].entries()) await add(jobId, i);
    expect((await placeOf('c'))?.queuePosition).toBe(3);
    await createOutcome(store, 'a', completed('a'));
    clock.advance(1999);
    expect((await placeOf('c'))?.queuePosition).toBe(3);
    expect(lists()).toBe(1);
    clock.advance(1);
    const { total } = completed('a').data.seconds;
    const learned = Math.round(30 + 0.3 * (total - 30));
    expect(await placeOf('c')).toEqual({ queuePosition: 2, startsInSeconds: learned });
    expect(lists()).toBe(2);
    expect(await placeOf('a')).toBeUndefined();
  });

  test('does not count places that are only reserved', async () => {
    const { store, add, placeOf } = await openQueue();
    await addEntry(store, 'pending', 'a-reserved-place');
    await add('job', 0);
    expect((await placeOf('job'))?.queuePosition).toBe(1);
  });
});
