import { expect, onTestFinished, test, vi } from 'vitest';
import { requested } from '../../../test/fixtures/events.js';
import { leased } from '../../../test/fixtures/leased.js';
import { runningAdapter } from '../../../test/fixtures/running-adapter.js';
import type { Store } from '../../../storage/store.js';
import { jobKeys } from '../../status/keys.js';
import { listEntries } from '../../status/outbox.js';
import { readOutcome } from '../../status/outcome.js';
import { createRequest } from '../../status/request.js';
import { sweep } from './sweep.js';

const signal = new AbortController().signal;
const internal = { SERVICE_ROLE: 'internal' };

test('the sweep fails a job that no broker ever delivers after a day, and sends its outcome', async () => {
  const { adapter, store, sink } = await runningAdapter(internal);
  await createRequest(store, 'job', requested('job'));
  const startMs = Date.now();
  vi.useFakeTimers({ toFake: ['Date'], now: startMs });
  onTestFinished(() => void vi.useRealTimers());
  let hours = 0;
  while (!(await readOutcome(store, 'job')) && hours < 48) {
    hours++;
    vi.setSystemTime(startMs + hours * 3600_000);
    await sweep(adapter, signal);
  }
  expect(hours).toBe(24);
  expect(sink.events.slice(0, -1).map(({ type }) => type)).toEqual(Array(23).fill('render.requested'));
  expect(sink.events.at(-1)).toMatchObject({
    id: 'job.outcome',
    type: 'render.failed',
    data: { jobId: 'job', avatarId: 'alice', code: 'job_abandoned' },
  });
  expect(await listEntries(store, 'pending')).toEqual([]);
});

test('the sweep fails a job whose attempts always end without an outcome, but none that is being rendered', async () => {
  const { adapter, store, sink } = await runningAdapter({ ...internal, ABANDON_AFTER_HOURS: '0.5' });
  for (const jobId of ['crashing', 'rendering']) await createRequest(store, jobId, requested(jobId));
  const lease = await leased(store, 'crashing');
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 3600_000 });
  onTestFinished(() => void vi.useRealTimers());
  // The store's own clock is that of its files, which the test cannot move: this lease is current.
  const rendering = await leased(store, 'rendering');
  const modified = new Date();
  const current: Store = {
    url: adapter.store.url,
    put: (...put) => adapter.store.put(...put),
    get: (...get) => adapter.store.get(...get),
    list: (prefix, after) => adapter.store.list(prefix, after),
    delete: (key) => adapter.store.delete(key),
    sign: (...sign) => adapter.store.sign(...sign),
    async head(key) {
      const found = await adapter.store.head(key);
      return found && key === jobKeys.lease('rendering') ? { ...found, modified } : found;
    },
  };
  await sweep({ ...adapter, store: current }, signal);
  expect((await readOutcome(store, 'crashing'))?.data).toMatchObject({ code: 'job_abandoned' });
  expect(await readOutcome(store, 'rendering')).toBeUndefined();
  expect(sink.events.map(({ subject }) => subject)).toEqual(['crashing']);
  lease.stop();
  rendering.stop();
});
