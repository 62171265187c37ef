import type { ServerResponse } from 'node:http';
import { HTTP } from 'cloudevents';
import { describe, expect, test, vi } from 'vitest';
import { readSettings } from '../../../config/settings.js';
import { openAdapter } from '../../../test/fixtures/adapter-context.js';
import { completed, requested } from '../../../test/fixtures/events.js';
import { finishedJob } from '../../../test/fixtures/finished-job.js';
import { ManualClock } from '../../../test/fixtures/manual-clock.js';
import { problemIn } from '../../../test/fixtures/problem.js';
import { partContent, putStreamedJob } from '../../../test/fixtures/stored-stream.js';
import { gathered } from '../../../test/fixtures/streams.js';
import { serve } from '../../../test/fixtures/web-server.js';
import type { Store } from '../../../storage/store.js';
import { createApp } from '../app.js';
import { jobKeys } from '../../status/keys.js';
import { createOutcome } from '../../status/outcome.js';
import { createRequest } from '../../status/request.js';
import { sweep } from '../upkeep/sweep.js';

const remove = { method: 'DELETE' };
const { signal } = new AbortController();
const traces = ['deleted/job', 'jobs/job/outcome.json'];
const internal = {
  SERVICE_ROLE: 'internal',
  WEBHOOK_SECRET: `whsec_${Buffer.alloc(32, 7).toString('base64')}`,
  CALLBACK_ALLOW_PRIVATE: 'loopback',
};

async function keysIn(store: Store): Promise<string[]> {
  return (await gathered(store.list(''))).map(({ key }) => key);
}

/** Both roles of the adapter on one store, and a receiver of webhooks that answers when the test lets it. */
async function deliveringAdapter() {
  const waiting: ServerResponse[] = [];
  const callbackUrl = await serve((_, response) => waiting.push(response));
  const { adapter, ask, sent } = await openAdapter();
  const app = createApp({ ...adapter, settings: readSettings(internal) });
  await createRequest(adapter.store, 'job', requested('job', { callbackUrl }));
  await createOutcome(adapter.store, 'job', completed('job'));
  const deliver = async () => {
    const { headers, body } = HTTP.structured(completed('job'));
    const init = { method: 'POST', headers: { 'content-type': String(headers['content-type']) } };
    return (await app.request('/events/outcome', { ...init, body: String(body) })).status;
  };
  return { adapter, store: adapter.store, ask, sent, deliver, waiting };
}

describe('DELETE /status/{jobId} during the delivery of a webhook', () => {
  test.each([204, 410, 500])('leaves nothing when the receiver answers %i', async (status) => {
    const { adapter, store, ask, sent, deliver, waiting } = await deliveringAdapter();
    const delivering = deliver();
    await vi.waitFor(() => expect(waiting).toHaveLength(1), 5000);
    expect((await ask('/status/job', remove)).status).toBe(204);
    waiting[0]?.writeHead(status).end();
    expect(await delivering).toBe(status === 500 ? 503 : 204);
    expect(await keysIn(store)).toEqual(traces);

    // The broker repeats a failed delivery, and the sweep runs: neither sends it, or brings the job back.
    expect(await deliver()).toBe(204);
    await sweep(adapter, signal);
    expect(waiting).toHaveLength(1);
    expect(sent).toEqual([]);
    expect(await keysIn(store)).toEqual(traces);
    await problemIn(await ask('/status/job'), 'job_not_found');
    const later = new ManualClock(Date.now() + 24 * 3600_000 + 1);
    await sweep({ ...adapter, clock: later }, signal);
    expect(await keysIn(store)).toEqual([]);
  });
});

describe('DELETE /status/{jobId} while the video is read', () => {
  test('ends the answers of those who watch its stream, and leaves nothing', async () => {
    const { adapter, ask } = await openAdapter();
    const { store } = adapter;
    await putStreamedJob(store, 'job', 2);
    const watching = await ask('/status/job/live.mp4');
    const reader = watching.body?.getReader();
    const first = await reader?.read();
    expect(Buffer.from(first?.value ?? []).toString()).toContain(partContent('init').toString());
    expect((await ask('/status/job', remove)).status).toBe(204);
    const rest = async () => {
      for (;;) if ((await reader?.read())?.done !== false) return;
    };
    // It ends, or breaks off: nothing more of the video can come.
    await rest().catch(() => undefined);
    expect(await keysIn(store)).toEqual(traces);
  });

  test('lets a download that has begun end, and leaves nothing', async () => {
    const { adapter, ask } = await openAdapter();
    const { store } = adapter;
    const video = await finishedJob(store, 'job');
    await store.put(jobKeys.poster('job'), Buffer.from('poster'), { contentType: 'image/jpeg' });
    const response = await ask('/status/job/video.mp4');
    expect((await ask('/status/job', remove)).status).toBe(204);
    expect(Buffer.from(await response.arrayBuffer())).toEqual(video);
    expect(await keysIn(store)).toEqual(traces);
    await problemIn(await ask('/status/job/video.mp4'), 'job_not_found');
  });
});
