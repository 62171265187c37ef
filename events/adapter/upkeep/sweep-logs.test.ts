import { expect, test } from 'vitest';
import { FaultLog } from '../../../config/fault-log.js';
import { RenderError } from '../../../errors/render-error.js';
import { openAdapter } from '../../../test/fixtures/adapter-context.js';
import { requested } from '../../../test/fixtures/events.js';
import { faultyStore } from '../../../test/fixtures/faulty-store.js';
import { createRequest } from '../../status/request.js';
import { sweep } from './sweep.js';

test('the sweep logs a fault of the store once for all jobs, and again after a minute', async () => {
  const { adapter, logged } = await openAdapter({ SERVICE_ROLE: 'internal' });
  for (const jobId of ['a', 'b', 'c']) await createRequest(adapter.store, jobId, requested(jobId));
  const away = new RenderError('store_unavailable', 'The bucket did not answer.');
  const faulty = faultyStore(adapter.store, (method) => (method === 'get' ? away : undefined));
  let nowMs = 0;
  const faults = new FaultLog(() => nowMs);
  for (nowMs of [0, 15_000, 59_999, 60_000]) {
    await expect(sweep({ ...adapter, faults, store: faulty }, new AbortController().signal)).rejects.toBe(
      away,
    );
  }
  const failures = logged.filter(({ event }) => event === 'sweep.job_failed');
  const expected: unknown = expect.objectContaining({
    jobId: 'a',
    reason: 'RenderError: The bucket did not answer.',
  });
  expect(failures).toEqual([expected, expected]);
});
