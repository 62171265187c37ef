import { afterEach, expect, test, vi } from 'vitest';
import { pino } from 'pino';
import { RenderError } from '../../errors/render-error.js';
import { FolderStore } from '../../storage/folder/folder-store.js';
import type { Store } from '../../storage/store.js';
import { requested } from '../../test/fixtures/events.js';
import { faultyStore } from '../../test/fixtures/faulty-store.js';
import { runningAdapter } from '../../test/fixtures/running-adapter.js';
import { s3Environment } from '../../test/fixtures/s3-server.js';
import { temporaryFolder } from '../../test/fixtures/temporary-folder.js';
import { unreachableUrl } from '../../test/fixtures/web-server.js';
import { createRequest } from '../status/request.js';
import { createAdapterMetrics } from './metrics.js';

afterEach(() => vi.unstubAllEnvs());

function metricsOf(store: Store, countingMs?: number) {
  const logged: string[] = [];
  const log = pino({ level: 'debug' }, { write: (line) => logged.push(line) });
  const metrics = createAdapterMetrics(store, 10, log, countingMs);
  metrics.jobsAccepted.inc(3);
  return { logged, text: () => metrics.registry.metrics() };
}

test('createAdapterMetrics omits only the pending jobs while the store is unavailable, and logs that once', async () => {
  const folder = new FolderStore(await temporaryFolder());
  await createRequest(folder, 'job', requested('job'));
  let fault: Error | undefined;
  const { logged, text } = metricsOf(faultyStore(folder, () => fault));
  expect(await text()).toMatch(/^avatar_open_jobs 1$/m);

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
  expect(await text()).toMatch(/^avatar_open_jobs 1$/m);
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
