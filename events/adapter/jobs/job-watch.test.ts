import { describe, expect, test, vi } from 'vitest';
import { FolderStore } from '../../../storage/folder/folder-store.js';
import type { Store } from '../../../storage/store.js';
import { cancelled, requested } from '../../../test/fixtures/events.js';
import { faultyStore } from '../../../test/fixtures/faulty-store.js';
import { ManualClock } from '../../../test/fixtures/manual-clock.js';
import { temporaryFolder } from '../../../test/fixtures/temporary-folder.js';
import type { Job } from '../../status/job.js';
import { jobKeys } from '../../status/keys.js';
import { createOutcome } from '../../status/outcome.js';
import { createRequest } from '../../status/request.js';
import { JobWatch } from './job-watch.js';

const { signal } = new AbortController();

/** A store with the job `job`, and a clock that stands still. */
async function context() {
  const store: Store = new FolderStore(await temporaryFolder());
  await createRequest(store, 'job', requested('job'));
  return { store, clock: new ManualClock() };
}

describe('untilEnd', () => {
  test('returns at once without time to wait, or without a job', async () => {
    const watch = new JobWatch(await context(), 10);
    expect(await watch.untilEnd('unknown', 100, signal)).toBeUndefined();
    expect((await watch.untilEnd('job', 0, signal))?.state).toBe('queued');
  });

  test('returns the job as it is when the time is up, not before', async () => {
    const { store, clock } = await context();
    let job: Job | undefined;
    const waiting = new JobWatch({ store, clock }, 10)
      .untilEnd('job', 0.7, signal)
      .then((found) => (job = found));
    await vi.waitFor(() => expect(clock.sleeping).toBe(2), 20_000);
    await clock.advanceToNextSleep(500);
    expect(job).toBeUndefined();
    clock.advance(200);
    expect((await waiting)?.state).toBe('queued');
  });

  test('waits for the end of the job', async () => {
    const { store, clock } = await context();
    const waiting = new JobWatch({ store, clock }, 10).untilEnd('job', 100, signal);
    await vi.waitFor(() => expect(clock.sleeping).toBe(2), 20_000);
    await createOutcome(store, 'job', cancelled('job'));
    clock.advance(500);
    expect(await waiting).toMatchObject({ state: 'ended', outcome: { type: 'render.cancelled' } });
  });

  test('stops when the client disconnects', async () => {
    const leaving = AbortSignal.abort(new Error('the client has left'));
    const waiting = new JobWatch(await context(), 10).untilEnd('job', 100, leaving);
    await expect(waiting).rejects.toThrow('aborted');
  });
});

test('all who follow a job share one read of the store per interval', async () => {
  const { store, clock } = await context();
  let reads = 0;
  const counting = faultyStore(store, (method, key) => {
    if (method === 'get' && key === jobKeys.outcome('job')) reads++;
    return undefined;
  });
  const watch = new JobWatch({ store: counting, clock }, 1000);
  const following = Promise.all(Array.from({ length: 200 }, () => watch.next('job')));
  expect(clock.sleeping).toBe(1);
  clock.advance(500);
  expect((await following).map((job) => job?.state)).toEqual(Array(200).fill('queued'));
  expect(reads).toBe(1);
});

test('open refuses the watchers of a client beyond its quarter, and those of all beyond the limit', async () => {
  const watch = new JobWatch(await context(), 8);
  const closings = [watch.open('a'), watch.open('a')];
  expect(() => watch.open('a')).toThrow(
    expect.objectContaining({ code: 'rate_limited', details: { open: 2, limit: 2, retryAfterSeconds: 5 } }),
  );
  for (const client of ['b', 'b', 'c', 'c', 'd', 'd']) watch.open(client);
  expect(() => watch.open('e')).toThrow(/^8 event streams and waiting requests are open; the limit is 8/);
  for (const close of closings) {
    close();
    close();
  }
  watch.open('e');
  watch.open('a');
  expect(() => watch.open('a')).toThrow('the limit is 8');
});
