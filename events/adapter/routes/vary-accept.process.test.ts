import { expect, test } from 'vitest';
import { cancelled, failed, requested } from '../../../test/fixtures/events.js';
import { finishedJob } from '../../../test/fixtures/finished-job.js';
import { jsonRender } from '../../../test/fixtures/render-request.js';
import { runningAdapter } from '../../../test/fixtures/running-adapter.js';
import { createOutcome } from '../../status/outcome.js';
import { createRequest } from '../../status/request.js';

const json = { headers: { accept: 'application/json' } };
const mp4 = { headers: { accept: 'video/mp4' } };

test('every response about jobs has Vary: Accept', async () => {
  const keys = { API_KEYS: 'the-key-of-this-test-0123456789' };
  const { ask, store } = await runningAdapter(keys);
  const authorization = `Bearer ${keys.API_KEYS}`;
  await finishedJob(store, 'done');
  await createRequest(store, 'open', requested('open'));
  await createOutcome(store, 'gone', cancelled('gone'));
  await createOutcome(store, 'bad', failed('bad'));
  const head = await ask('/status/done', { method: 'HEAD', headers: { authorization } });
  const etag = head.headers.get('etag') ?? '';
  const cases: [number, string, RequestInit][] = [
    [200, '/status/done', {}],
    [200, '/status/done', mp4],
    [200, '/status/done', json],
    [200, '/status/done', { method: 'HEAD' }],
    [206, '/status/done', { headers: { range: 'bytes=0-9' } }],
    [304, '/status/done', { headers: { 'if-none-match': etag } }],
    [416, '/status/done', { headers: { range: 'bytes=1000-' } }],
    [200, '/status/open', json],
    [503, '/status/open', mp4],
    [410, '/status/gone', {}],
    [422, '/status/bad', mp4],
    [200, '/status/bad', json],
    [404, '/status/unknown', mp4],
    [400, '/status/done?wait=121', mp4],
    [401, '/status/done', { headers: { authorization: 'Bearer nonsense' } }],
    [202, '/render', jsonRender()],
    [202, '/render?wait=0.1', jsonRender()],
    [503, '/render?wait=0.1', jsonRender({}, mp4.headers)],
    [400, '/render?wait=0.1', jsonRender({ fps: 0 })],
  ];
  for (const [status, page, init] of cases) {
    const headers = new Headers(init.headers);
    if (!headers.has('authorization')) headers.set('authorization', authorization);
    const response = await ask(page, { ...init, headers });
    await response.arrayBuffer();
    expect([page, response.status, response.headers.get('vary')]).toEqual([page, status, 'accept']);
  }
});
