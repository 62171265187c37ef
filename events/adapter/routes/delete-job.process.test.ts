import { describe, expect, test, vi } from 'vitest';
import { handleRequest } from '../../../function/jobs/handle-request.js';
import { StreamWriter } from '../../../function/jobs/stream-writer.js';
import { openAdapter } from '../../../test/fixtures/adapter-context.js';
import { completed, progressed, requested } from '../../../test/fixtures/events.js';
import { finishedJob } from '../../../test/fixtures/finished-job.js';
import { functionContext } from '../../../test/fixtures/function-context.js';
import { leased } from '../../../test/fixtures/leased.js';
import { ManualClock } from '../../../test/fixtures/manual-clock.js';
import { problemIn } from '../../../test/fixtures/problem.js';
import { jsonRender } from '../../../test/fixtures/render-request.js';
import { partContent, streamOf } from '../../../test/fixtures/stored-stream.js';
import { gathered } from '../../../test/fixtures/streams.js';
import type { Store } from '../../../storage/store.js';
import type { AdapterContext } from '../context.js';
import { jobKeys } from '../../status/keys.js';
import { createOutcome, readOutcome } from '../../status/outcome.js';
import { writeProgress } from '../../status/progress.js';
import { createRequest } from '../../status/request.js';
import { sweep } from '../upkeep/sweep.js';

const remove = { method: 'DELETE' };
const { signal } = new AbortController();
const dayMs = 24 * 3600_000;

async function keysIn(store: Store): Promise<string[]> {
  return (await gathered(store.list(''))).map(({ key }) => key);
}

/** Runs the sweep now, and when nothing of a deleted job can arrive any more. @returns what is left */
async function sweptTwice(adapter: AdapterContext): Promise<[string[], string[]]> {
  await sweep(adapter, signal);
  const soon = await keysIn(adapter.store);
  const later = new ManualClock(Date.now() + dayMs + 1);
  await sweep({ ...adapter, clock: later }, signal);
  return [soon, await keysIn(adapter.store)];
}

const traces = ['deleted/job', 'jobs/job/outcome.json'];

describe('DELETE /status/{jobId}', () => {
  test('deletes everything of a job that has ended, once', async () => {
    const { adapter, ask, sent, logged } = await openAdapter();
    const { store } = adapter;
    await finishedJob(store, 'job');
    await writeProgress(store, 'job', progressed('job'));
    for (const key of [jobKeys.speech('job'), jobKeys.captions('job'), jobKeys.upload('job')])
      await store.put(key, Buffer.from('x'), { contentType: 'text/plain' });
    await finishedJob(store, 'other');
    const others = (await keysIn(store)).filter((key) => key.includes('other'));

    const response = await ask('/status/job', remove);
    expect([response.status, await response.text()]).toEqual([204, '']);
    expect(await keysIn(store)).toEqual([...traces, ...others].sort());
    for (const page of [
      '/status/job',
      '/jobs/job',
      '/render/job',
      '/status/job/video.mp4',
      '/status/job/events',
    ])
      await problemIn(await ask(page), 'job_not_found');
    await problemIn(await ask('/status/job', remove), 'job_not_found');
    await problemIn(await ask('/render/job', remove), 'job_not_found');
    expect(await (await ask('/jobs')).json()).toMatchObject({ jobs: [{ jobId: 'other' }] });
    expect(sent).toEqual([]);
    expect(logged).toContainEqual(expect.objectContaining({ event: 'job.deleted', jobId: 'job' }));
    expect(await sweptTwice(adapter)).toEqual([[...traces, ...others].sort(), others]);
  });

  test('cancels a job that has not ended first', async () => {
    const { adapter, ask, sent } = await openAdapter();
    await createRequest(adapter.store, 'job', requested('job'));
    expect((await ask('/status/job', remove)).status).toBe(204);
    expect(sent).toMatchObject([{ type: 'render.cancelled', data: { jobId: 'job', avatarId: 'alice' } }]);
    expect(await keysIn(adapter.store)).toEqual(traces);
  });

  test('stops the renderer, and leaves nothing of what it still stores', async () => {
    const { adapter, ask } = await openAdapter();
    const { store } = adapter;
    await createRequest(store, 'job', requested('job'));
    const lease = await leased(store, 'job', { name: 'renderer', leaseSeconds: 0.3 });
    expect((await ask('/status/job', remove)).status).toBe(204);
    await vi.waitFor(() => expect(lease.lost.aborted).toBe(true), 5000);
    // What was on its way: the renderer looks twice a second whether its job was canceled.
    await store.put(jobKeys.video('job'), Buffer.from('video'), { contentType: 'video/mp4' });
    await store.put(jobKeys.video('job', 'webm'), Buffer.from('video'), { contentType: 'video/webm' });
    await store.put(jobKeys.speech('job'), Buffer.from('speech'), { contentType: 'audio/wav' });
    await writeProgress(store, 'job', progressed('job'));
    expect((await createOutcome(store, 'job', completed('job'))).type).toBe('render.cancelled');
    await problemIn(await ask('/status/job/video.mp4'), 'job_not_found');
    expect(await sweptTwice(adapter)).toEqual([traces, []]);
  });

  test('leaves nothing of a stream that is being written', async () => {
    const { adapter, ask } = await openAdapter();
    const { store, log } = adapter;
    const jobs = Array.from({ length: 6 }, (_, i) => `job-${String(i)}`);
    await Promise.all(
      jobs.map(async (jobId, i) => {
        await createRequest(store, jobId, requested(jobId, { stream: true }));
        const writer = new StreamWriter(jobId, { store, log, signal, onStarted: () => undefined });
        const { init: _, fragments: __, isComplete: ___, ...video } = streamOf(0);
        await writer.start({ ...video, init: Buffer.from('init') });
        const remaining = Array.from({ length: 8 }, (_each, number) => partContent(number));
        for (const bytes of remaining.splice(0, i)) await writer.write({ bytes, frames: 25 });
        const write = async () => {
          for (const bytes of remaining) await writer.write({ bytes, frames: 25 });
        };
        const [response] = await Promise.all([
          ask(`/status/${jobId}`, remove),
          // The folder that it writes into may vanish: its job is gone, too.
          write().catch(() => undefined),
        ]);
        await writer.close();
        expect(response.status).toBe(204);
        for (const page of ['stream.m3u8', 'init.mp4', 'live.mp4'])
          await problemIn(await ask(`/status/${jobId}/${page}`), 'job_not_found');
      }),
    );
    const [soon, later] = await sweptTwice(adapter);
    expect(soon).toHaveLength(2 * jobs.length);
    expect(later).toEqual([]);
  });

  test('is not undone by a request that the broker delivers again, or that was being handled', async () => {
    const { adapter, ask, sent } = await openAdapter();
    const { store } = adapter;
    const request = requested('job', { avatarId: 'missing' });
    await createRequest(store, 'job', request);
    expect((await ask('/status/job', remove)).status).toBe(204);
    const again = await handleRequest(request, await functionContext(store), signal);
    expect(again).toMatchObject({ type: 'render.cancelled', deleted: true });
    expect(await keysIn(store)).toEqual(traces);
    await createRequest(store, 'job', request);
    await problemIn(await ask('/status/job'), 'job_not_found');
    const before = sent.length;
    expect(await sweptTwice(adapter)).toEqual([traces, []]);
    expect(sent.slice(before)).toEqual([]);
  });

  test('leaves nothing, in whatever order it meets a render that ends', async () => {
    const { adapter, ask } = await openAdapter();
    const { store } = adapter;
    const jobs = Array.from({ length: 24 }, (_, i) => `job-${String(i)}`);
    await Promise.all(
      jobs.map(async (jobId, i) => {
        await createRequest(store, jobId, requested(jobId), 'client');
        const finish = async () => {
          await store.put(jobKeys.video(jobId), Buffer.alloc(1000 * i), { contentType: 'video/mp4' });
          await writeProgress(store, jobId, progressed(jobId));
          await createOutcome(store, jobId, completed(jobId));
        };
        const [response] = await Promise.all([
          ask(`/status/${jobId}`, remove),
          finish(),
          sweep(adapter, signal),
        ]);
        expect(response.status).toBe(204);
        expect((await readOutcome(store, jobId))?.['deleted']).toBe(true);
        await problemIn(await ask(`/status/${jobId}`), 'job_not_found');
      }),
    );
    const [soon, later] = await sweptTwice(adapter);
    expect(soon).toHaveLength(2 * jobs.length);
    expect(later).toEqual([]);
  });

  test('refuses the Idempotency-Key of a deleted job', async () => {
    const { ask } = await openAdapter();
    const request = jsonRender({}, { 'idempotency-key': 'once' });
    const first = await ask('/render', request);
    const location = first.headers.get('location') ?? '';
    expect(first.headers.get('idempotent-replayed')).toBeNull();
    expect((await ask('/render', request)).headers.get('idempotent-replayed')).toBe('true');
    expect((await ask(location, remove)).status).toBe(204);
    const refused = await problemIn(await ask('/render', request), 'idempotency_conflict');
    expect(refused.detail).toContain('was deleted');
  });
});
