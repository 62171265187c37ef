import { afterEach, expect, test, vi } from 'vitest';
import { pino } from 'pino';
import { RenderError } from '../../errors/render-error.js';
import { FolderStore } from '../../storage/folder/folder-store.js';
import type { Store } from '../../storage/store.js';
import { requested } from '../../test/fixtures/events.js';
import { ManualClock } from '../../test/fixtures/manual-clock.js';
import { faultyStore } from '../../test/fixtures/faulty-store.js';
import { runningAdapter } from '../../test/fixtures/running-adapter.js';
import { s3Environment } from '../../test/fixtures/s3-server.js';
import { temporaryFolder } from '../../test/fixtures/temporary-folder.js';
import { unreachableUrl } from '../../test/fixtures/web-server.js';
import { jobKeys } from '../status/keys.js';
import { removeEntry } from '../status/outbox.js';
import { createRequest } from '../status/request.js';
import { createAdapterMetrics } from './metrics.js';

afterEach(() => vi.unstubAllEnvs());

function metricsOf(store: Store, timeoutMs = 5000) {
  const logged: string[] = [];
  const clock = new ManualClock();
  const log = pino({ level: 'debug' }, { write: (line) => logged.push(line) });
  const metrics = createAdapterMetrics(store, { maxJobs: 10, log, timeoutMs, clock });
  metrics.jobsAccepted.inc(3);
  return {
    logged,
    clock,
    text: () => {
      clock.advance(5000);
      return metrics.registry.metrics();
    },
    textAtOnce: () => metrics.registry.metrics(),
  };
}

test('createAdapterMetrics omits only the pending jobs while the store is unavailable, and logs that once', async () => {
  const folder = new FolderStore(await temporaryFolder());
  await createRequest(folder, 'job', requested('job'));
  let fault: Error | undefined;
  const { logged, text, textAtOnce } = metricsOf(faultyStore(folder, () => fault));
  expect(await text()).toMatch(/^avatar_open_jobs 1$/m);
  await createRequest(folder, 'other', requested('other'));
  expect(await textAtOnce()).toMatch(/^avatar_open_jobs 1$/m);

  fault = new RenderError('store_unavailable', 'the bucket is unavailable');
  for (let time = 0; time < 3; time++) {
    const without = await text();
    expect(without).not.toMatch(/^avatar_open_jobs \d/m);
    expect(without).toMatch(/^avatar_jobs_accepted_total 3$/m);
    expect(without).toMatch(/^process_resident_memory_bytes \d+$/m);
  }
  expect(logged).toHaveLength(1);
  expect(JSON.parse(logged[0] ?? '')).toMatchObject({
    level: 40,
    reason: expect.stringContaining('the bucket is unavailable') as string,
  });

  fault = undefined;
  expect(await text()).toMatch(/^avatar_open_jobs 2$/m);
  fault = new RenderError('store_refused', 'the key has expired');
  await text();
  expect(logged).toHaveLength(2);
});

test('createAdapterMetrics omits the pending jobs if the store does not respond before Prometheus times out', async () => {
  const folder = new FolderStore(await temporaryFolder());
  const silent: Store = {
    ...faultyStore(folder, () => undefined),
    list: () => ({ [Symbol.asyncIterator]: () => ({ next: () => new Promise<never>(() => undefined) }) }),
  };
  const { logged, text } = metricsOf(silent, 50);
  const served = await text();
  expect(served).toMatch(/^avatar_jobs_accepted_total 3$/m);
  expect(served).not.toMatch(/^avatar_open_jobs \d/m);
  expect(logged).toHaveLength(1);
  expect(JSON.parse(logged[0] ?? '')).toMatchObject({
    event: 'jobs.uncountable',
    reason: expect.stringContaining('The store did not list its objects within 0.05 s') as string,
  });
});

test('GET /metrics responds while the endpoint of the bucket refuses connections', async () => {
  for (const [name, value] of Object.entries(s3Environment(await unreachableUrl()))) vi.stubEnv(name, value);
  const { ask, logged } = await runningAdapter({ STORE: 's3://bucket' });
  const response = await ask('/metrics');
  expect(response.status).toBe(200);
  expect(response.headers.get('content-type')).toContain('text/plain');
  expect(await response.text()).toMatch(/^avatar_jobs_accepted_total 0$/m);
  expect(logged.join('')).toContain('jobs.uncountable');
});

test('the age of the oldest open job grows until that job ends, and each job is asked for once', async () => {
  const folder = new FolderStore(await temporaryFolder());
  const heads: string[] = [];
  const counted = faultyStore(folder, (method, key) => {
    if (method === 'head') heads.push(key);
    return undefined;
  });
  const { clock, text } = metricsOf(counted);
  const age = async () => Number(/^avatar_oldest_open_job_seconds (\S+)$/m.exec(await text())?.[1]);
  expect(await age()).toBe(0);
  await createRequest(folder, 'job', requested('job'));
  expect(await age()).toBeCloseTo(10, -1);
  clock.advance(600_000);
  expect(await age()).toBeGreaterThan(600);
  expect(heads).toEqual([jobKeys.request('job')]);
  await removeEntry(folder, 'pending', 'job');
  expect(await age()).toBe(0);
});
