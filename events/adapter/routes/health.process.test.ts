import { afterEach, describe, expect, test, vi } from 'vitest';
import { RenderError } from '../../../errors/render-error.js';
import { faultyStore } from '../../../test/fixtures/faulty-store.js';
import { runningAdapter, type RunningAdapter } from '../../../test/fixtures/running-adapter.js';
import { problemIn } from '../../../test/fixtures/problem.js';
import { jsonRender } from '../../../test/fixtures/render-request.js';
import { bucketForTests } from '../../../test/fixtures/stores.js';

afterEach(() => vi.unstubAllEnvs());

async function readiness({ ask }: RunningAdapter): Promise<[number, unknown]> {
  const response = await ask('/health/readiness');
  return [response.status, await response.json()];
}

const ready = [200, { status: 'ready' }];
const unready = (code: string) => [503, { status: 'store unavailable', code }];

test('the adapter is always live, and ready while its store responds', async () => {
  const faults: Error[] = [];
  const running = await runningAdapter({}, (store) => faultyStore(store, () => faults[0]));
  expect(await (await running.ask('/health/liveness')).json()).toEqual({ status: 'live' });
  expect(await readiness(running)).toEqual(ready);
  faults.push(new RenderError('store_unavailable', 'The bucket is gone.'));
  // The probe succeeded a moment ago; the failed request raises the doubt.
  await problemIn(await running.ask('/status/job'), 'store_unavailable');
  expect(await readiness(running)).toEqual(unready('store_unavailable'));
  expect((await running.ask('/health/liveness')).status).toBe(200);
});

test('the adapter is not ready while its store cannot be written, and says why', async () => {
  let fault: Error | undefined;
  const running = await runningAdapter({}, (store) =>
    faultyStore(store, (method) => (method === 'put' ? fault : undefined)),
  );
  expect(await readiness(running)).toEqual(ready);
  fault = new RenderError('disk_full', 'The folder of the store is full.');
  // A write succeeded a moment ago; the failed request raises the doubt.
  await problemIn(await running.ask('/render', jsonRender()), 'disk_full');
  expect(await readiness(running)).toEqual(unready('disk_full'));
  fault = new RenderError('store_refused', 'The folder of the store is read-only.');
  expect(await readiness(running)).toEqual(unready('store_refused'));
  fault = undefined;
  expect(await readiness(running)).toEqual(ready);
});

describe('an adapter whose store is a bucket', () => {
  const openBucket = bucketForTests();

  test('is ready, even if the bucket contains the object that the probe requests', async () => {
    const { environment, store } = await openBucket();
    const running = await runningAdapter({ STORE: environment['STORE'] ?? '' });
    expect(await readiness(running)).toEqual(ready);
    await store.put('health', Buffer.alloc(100_000), { contentType: 'text/plain' });
    for (let time = 0; time < 60; time++) expect(await readiness(running)).toEqual(ready);
  });

  test('is not ready if the bucket does not exist, and logs that', async () => {
    await openBucket();
    const running = await runningAdapter({ STORE: 's3://no-such-bucket' });
    expect(await readiness(running)).toEqual(unready('store_refused'));
    expect(running.logged.join('')).toContain('NoSuchBucket');
    for (let probe = 0; probe < 200; probe++)
      expect(await readiness(running)).toEqual(unready('store_refused'));
    const [atStart, byReadiness, ...more] = running.logged.filter((line) =>
      line.includes('store.unavailable'),
    );
    expect(atStart).toContain('no-such-bucket');
    expect(byReadiness).toContain('The store cannot be read and written');
    expect(more).toEqual([]);
    for (const line of [atStart, byReadiness]) expect(line).not.toMatch(/"stack"| at .*:\d+:\d+/);
  });

  test('is not ready if the bucket rejects its credentials', async () => {
    const { environment } = await openBucket();
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'guessed');
    const running = await runningAdapter({ STORE: environment['STORE'] ?? '' });
    expect(await readiness(running)).toEqual(unready('store_refused'));
  });
});
