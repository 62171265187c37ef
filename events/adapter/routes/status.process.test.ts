import { describe, expect, test } from 'vitest';
import { cancelled, completed, progressed, requested } from '../../../test/fixtures/events.js';
import { finishedJob } from '../../../test/fixtures/finished-job.js';
import { problemIn } from '../../../test/fixtures/problem.js';
import { runningAdapter } from '../../../test/fixtures/running-adapter.js';
import { jobKeys } from '../../status/keys.js';
import { jobSchema } from '../jobs/job-document.js';
import { createOutcome } from '../../status/outcome.js';
import { writeProgress } from '../../status/progress.js';
import { createRequest } from '../../status/request.js';

const json = { headers: { accept: 'application/json' } };
const mp4 = { headers: { accept: 'video/mp4' } };
async function bodyOf(response: Response): Promise<Buffer> {
  return Buffer.from(await response.arrayBuffer());
}

describe('GET /status/{jobId} of a job that has not ended', () => {
  test('returns JSON, first queued and then processing', async () => {
    const { ask, store } = await runningAdapter();
    await createRequest(store, 'job', requested('job'));
    const queued = await ask('/status/job');
    expect([queued.status, queued.headers.get('retry-after')]).toEqual([200, '2']);
    expect(queued.headers.get('cache-control')).toBe('no-store');
    const shown: unknown = await queued.json();
    const { requestedAt, ...job } = jobSchema.parse(shown);
    expect(Date.parse(requestedAt ?? '')).toBeGreaterThan(Date.now() - 600_000);
    expect(job).toEqual({
      jobId: 'job',
      state: 'queued',
      queuePosition: 1,
      startsInSeconds: 0,
      progress: 0,
      statusUrl: '/status/job',
      avatarId: 'alice',
    });

    await writeProgress(store, 'job', progressed('job', 10));
    const rendering = await ask('/status/job', json);
    expect(await rendering.json()).toMatchObject({
      state: 'processing',
      stage: 'wav2lip',
      framesDone: 10,
      frames: 50,
      progress: 0.2,
      attempt: 1,
    });
  });

  test('responds with 503 to a client that accepts only the video', async () => {
    const { ask, store } = await runningAdapter();
    await createRequest(store, 'job', requested('job'));
    const response = await ask('/status/job', mp4);
    expect(response.headers.get('retry-after')).toBe('2');
    expect(response.headers.get('location')).toBe('/status/job');
    expect((await problemIn(response, 'not_finished')).jobId).toBe('job');
  });

  test.each([
    ['application/json, video/mp4;q=0.5', 200],
    ['video/mp4, application/json;q=0.5', 503],
    ['*/*', 200],
    ['text/html', 200],
  ])('respects the header Accept: %s with status %i', async (accept, status) => {
    const { ask, store } = await runningAdapter();
    await createRequest(store, 'job', requested('job'));
    const response = await ask('/status/job', { headers: { accept } });
    await response.text();
    expect(response.status).toBe(status);
  });

  test('waits until the job ends or the time is over', async () => {
    const { ask, store } = await runningAdapter();
    await createRequest(store, 'job', requested('job'));
    expect(await (await ask('/status/job?wait=0.2')).json()).toMatchObject({ state: 'queued' });
    const answering = ask('/status/job?wait=100', mp4);
    const video = await finishedJob(store, 'job');
    expect(await bodyOf(await answering)).toEqual(video);
    await problemIn(await ask('/status/job?wait=121'), 'request_invalid');
  });
});

describe('GET /status/{jobId} of a completed job', () => {
  test('returns the video unless the client prefers JSON', async () => {
    const { ask, store } = await runningAdapter();
    const video = await finishedJob(store, 'job');
    for (const init of [{}, mp4, { headers: { accept: '*/*' } }]) {
      const response = await ask('/status/job', init);
      expect(response.status).toBe(200);
      expect(Object.fromEntries(response.headers)).toMatchObject({
        'content-type': 'video/mp4',
        'content-length': '1000',
        'accept-ranges': 'bytes',
        'content-disposition': 'inline; filename="alice.mp4"',
      });
      expect(await bodyOf(response)).toEqual(video);
    }
    const response = await ask('/status/job', json);
    const { jobId, avatarId, videoUrl, ...result } = completed('job').data;
    const shown: unknown = await response.json();
    expect(shown).toMatchObject({ jobId, avatarId, state: 'completed', progress: 1, result });
    expect(JSON.stringify(shown)).not.toContain(videoUrl);
  });

  test('returns the requested range of the video', async () => {
    const { ask, store } = await runningAdapter();
    const video = await finishedJob(store, 'job');
    const part = async (range: string, more: Record<string, string> = {}) => {
      const response = await ask('/status/job', { headers: { range, ...more } });
      const body = await bodyOf(response);
      return { status: response.status, range: response.headers.get('content-range'), body, response };
    };
    expect(await part('bytes=0-9')).toMatchObject({
      status: 206,
      range: 'bytes 0-9/1000',
      body: video.subarray(0, 10),
    });
    expect(await part('bytes=990-')).toMatchObject({
      status: 206,
      range: 'bytes 990-999/1000',
      body: video.subarray(990),
    });
    expect(await part('bytes=-5')).toMatchObject({
      status: 206,
      range: 'bytes 995-999/1000',
      body: video.subarray(995),
    });
    expect(await part('bytes=5-5000')).toMatchObject({ status: 206, range: 'bytes 5-999/1000' });
    // Several ranges and invalid ranges are ignored (RFC 9110).
    for (const range of ['bytes=0-1,5-6', 'bytes=9-1', 'lines=1-2', 'bytes=-']) {
      expect(await part(range)).toMatchObject({ status: 200, range: null, body: video });
    }
    const etag = (await ask('/status/job', { method: 'HEAD' })).headers.get('etag') ?? '';
    expect(await part('bytes=0-9', { 'if-range': etag })).toMatchObject({ status: 206 });
    expect(await part('bytes=0-9', { 'if-range': '"another"' })).toMatchObject({ status: 200 });
    for (const range of ['bytes=1000-', 'bytes=-0']) {
      const response = await ask('/status/job', { headers: { range } });
      expect(response.headers.get('content-range')).toBe('bytes */1000');
      await problemIn(response, 'range_unsatisfiable');
    }
  });

  test('responds with 304 to a client that has the video, and without a body to HEAD', async () => {
    const { ask, store } = await runningAdapter();
    await finishedJob(store, 'job');
    const head = await ask('/status/job', { method: 'HEAD' });
    expect([head.status, head.headers.get('content-length'), await head.text()]).toEqual([200, '1000', '']);
    const etag = head.headers.get('etag') ?? '';
    expect(etag).toMatch(/^".+"$/);
    for (const list of [etag, `"x", W/${etag}`, '*']) {
      const response = await ask('/status/job', { headers: { 'if-none-match': list } });
      expect([response.status, response.headers.get('etag'), await response.text()]).toEqual([304, etag, '']);
    }
    const other = await ask('/status/job', { headers: { 'if-none-match': '"x"' } });
    expect([other.status, (await bodyOf(other)).length]).toEqual([200, 1000]);
  });

  test('responds with 404 if the video was deleted', async () => {
    const { ask, store } = await runningAdapter();
    await finishedJob(store, 'job');
    await store.delete(jobKeys.video('job'));
    expect((await problemIn(await ask('/status/job'), 'job_not_found')).detail).toContain('deleted');
    expect(await (await ask('/status/job', json)).json()).toMatchObject({ state: 'completed' });
  });
});

test('GET /status/{jobId} reports a canceled job', async () => {
  const { ask, store } = await runningAdapter();
  await createRequest(store, 'job', requested('job'));
  await createOutcome(store, 'job', cancelled('job'));
  await problemIn(await ask('/status/job'), 'cancelled');
  expect(await (await ask('/status/job', json)).json()).toMatchObject({ state: 'cancelled' });
});

test('GET /status/{jobId} responds with 404 for a job that does not exist', async () => {
  const { ask } = await runningAdapter();
  await problemIn(await ask('/status/unknown'), 'job_not_found');
  await problemIn(await ask('/status/unknown?wait=60'), 'job_not_found');
  for (const id of ['No_One', 'x'.repeat(65), '..%2f..%2fetc', '%00']) {
    await problemIn(await ask(`/status/${id}`), 'request_invalid');
  }
});
