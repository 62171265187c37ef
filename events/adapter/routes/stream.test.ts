import { describe, expect, test, vi } from 'vitest';
import { openAdapter } from '../../../test/fixtures/adapter-context.js';
import { cancelled, completed, failed, requested } from '../../../test/fixtures/events.js';
import { problemIn } from '../../../test/fixtures/problem.js';
import { partContent, putStream, putStreamedJob } from '../../../test/fixtures/stored-stream.js';
import { jobKeys } from '../../status/keys.js';
import { createOutcome } from '../../status/outcome.js';
import { createRequest } from '../../status/request.js';
import { deleteStream } from '../../status/stream.js';
import { createApp } from '../app.js';
import { ManualClock } from '../../../test/fixtures/manual-clock.js';

/** The adapter with the job `job`, of whose stream the first fragments are stored. */
async function streamed(fragments: number, isComplete = false, extra: Readonly<Record<string, string>> = {}) {
  const opened = await openAdapter(extra);
  const { store } = opened.adapter;
  await putStreamedJob(store, 'job', fragments, isComplete);
  return { ...opened, store };
}

/** The same on a clock that the test moves. */
async function onManualClock(extra: Readonly<Record<string, string>> = {}, fragments = 0) {
  const { adapter } = await streamed(fragments, false, extra);
  const clock = new ManualClock();
  const app = createApp({ ...adapter, clock });
  return { store: adapter.store, clock, ask: async (page: string) => app.request(page) };
}

const ownLines = (text: string) => text.split('\n').filter((line) => line.endsWith('.m4s'));

describe('the playlist of a stream', () => {
  test('is named with its codecs by the playlist that players open', async () => {
    const { ask } = await streamed(1);
    const response = await ask('/status/job/stream.m3u8');
    expect(response.headers.get('content-type')).toBe('application/vnd.apple.mpegurl');
    const text = await response.text();
    expect(text).toContain(
      'CODECS="avc1.64001f,mp4a.40.2",RESOLUTION=768x768,FRAME-RATE=25.000\nmedia.m3u8\n',
    );
  });

  test('lists the fragments that are stored, and is open while others follow', async () => {
    const { ask } = await streamed(3);
    const response = await ask('/status/job/media.m3u8');
    expect(response.headers.get('content-type')).toBe('application/vnd.apple.mpegurl');
    expect(response.headers.get('cache-control')).toBe('no-store');
    const text = await response.text();
    expect(ownLines(text)).toEqual(['0.m4s', '1.m4s', '2.m4s']);
    expect(text).not.toContain('#EXT-X-ENDLIST');
  });

  test('only grows', async () => {
    const { ask, store, clock } = await onManualClock({}, 2);
    const before = await (await ask('/status/job/media.m3u8')).text();
    await putStream(store, 'job', 4, true);
    clock.advance(250);
    const after = await (await ask('/status/job/media.m3u8')).text();
    expect(after.startsWith(before)).toBe(true);
    expect(after.endsWith('3.m4s\n#EXT-X-ENDLIST\n')).toBe(true);
  });

  test('waits for the first second, since players ask again only after another one', async () => {
    const { ask, store, clock } = await onManualClock();
    const asking = ask('/status/job/media.m3u8');
    for (const fragments of [1, 2]) {
      await vi.waitFor(() => expect(clock.sleeping).toBe(1));
      await putStream(store, 'job', fragments);
      clock.advance(250);
    }
    expect(ownLines(await (await asking).text())).toEqual(['0.m4s', '1.m4s']);
  });

  test('has less than a second if no more comes in time', async () => {
    const { ask, clock } = await onManualClock({}, 1);
    const asking = ask('/status/job/media.m3u8');
    await vi.waitFor(() => expect(clock.sleeping).toBe(1));
    clock.advance(8000);
    expect(ownLines(await (await asking).text())).toEqual(['0.m4s']);
  });

  test('is waited for by a limited number of requests, of which those that are abandoned do not count', async () => {
    const { adapter } = await streamed(0, false, { STREAMS_MAX: '4' });
    const clock = new ManualClock();
    const app = createApp({ ...adapter, clock });
    const leaving = new AbortController();
    const waiting = app.request('/status/job/0.m4s', { signal: leaving.signal });
    await vi.waitFor(() => expect(clock.sleeping).toBe(1));
    for (const part of ['stream.m3u8', 'media.m3u8', 'init.mp4', '1.m4s', 'live.mp4'])
      await problemIn(await app.request(`/status/job/${part}`), 'rate_limited');
    leaving.abort();
    clock.advance(100);
    await waiting;
    const next = app.request('/status/job/0.m4s');
    await vi.waitFor(() => expect(clock.sleeping).toBe(1));
    clock.advance(8000);
    await problemIn(await next, 'stream_not_started');
  });

  test('is 404 with Retry-After if no fragment comes in time', async () => {
    const { ask, clock } = await onManualClock();
    const asking = ask('/status/job/media.m3u8');
    await vi.waitFor(() => expect(clock.sleeping).toBe(1));
    clock.advance(8000);
    const response = await asking;
    expect([response.status, response.headers.get('retry-after')]).toEqual([404, '2']);
    await problemIn(response, 'stream_not_started');
  });

  test.each([
    [failed('job'), '# The render has ended: render.failed'],
    [cancelled('job'), '# The render has ended: render.cancelled'],
  ])('ends with what there is if the job has ended early: %#', async (outcome, line) => {
    const { ask, store } = await streamed(2);
    await createOutcome(store, 'job', outcome);
    const text = await (await ask('/status/job/media.m3u8')).text();
    expect(text.endsWith(`1.m4s\n${line}\n#EXT-X-ENDLIST\n`)).toBe(true);
  });

  test('is the problem of a job that has failed before its first fragment', async () => {
    const { ask, store } = await streamed(0);
    await createOutcome(store, 'job', failed('job'));
    for (const part of ['stream.m3u8', 'media.m3u8', 'init.mp4', '0.m4s', 'live.mp4'])
      await problemIn(await ask(`/status/job/${part}`), 'voice_unreachable');
  });

  test('leads to the video when the stream is no longer kept, but not those who have begun to watch', async () => {
    const { ask, store } = await streamed(2, true, { STREAM_KEEP_SECONDS: '0', BASE_PATH: '/avatar' });
    await createOutcome(store, 'job', completed('job'));
    const leads = async (part: string) => {
      const response = await ask(`/status/job/${part}`);
      expect([response.status, response.headers.get('location')]).toEqual([302, '/avatar/status/job']);
    };
    const entries = ['stream.m3u8', 'live.mp4'];
    const others = ['media.m3u8', 'init.mp4', '0.m4s'];
    for (const part of entries) await leads(part);
    for (const part of others) expect((await ask(`/status/job/${part}`)).status).toBe(200);
    await deleteStream(store, 'job');
    // What was read is used for a moment.
    await vi.waitFor(() => leads('media.m3u8'), { timeout: 5000, interval: 100 });
    for (const part of [...entries, ...others]) await leads(part);
  });

  test('costs as many reads for many players as for one', async () => {
    const { adapter } = await streamed(3, true);
    const clock = new ManualClock();
    const app = createApp({ ...adapter, clock });
    const get = vi.spyOn(adapter.store, 'get');
    for (let i = 0; i < 20; i++) expect((await app.request('/status/job/media.m3u8')).status).toBe(200);
    const reads = get.mock.calls.length;
    // The outcome, the index, and the request.
    expect(reads).toBe(3);
    clock.advance(250);
    await app.request('/status/job/media.m3u8');
    expect(get.mock.calls.length).toBe(2 * reads);
  });

  test('does not exist for other jobs', async () => {
    const { ask, adapter } = await openAdapter();
    await createRequest(adapter.store, 'job', requested('job'));
    for (const job of ['job', 'unknown'])
      await problemIn(await ask(`/status/${job}/media.m3u8`), 'job_not_found');
    await problemIn(await ask('/status/NOT AN ID/0.m4s'), 'request_invalid');
    for (const name of ['x', '-1', '1e3', '01', '9'.repeat(400), '..%2f..%2frequest'])
      await problemIn(await ask(`/status/job/${name}.m4s`), 'route_not_found');
    for (const id of ['..%2fother', '%2e%2e', 'a%00b'])
      await problemIn(
        await ask(`/status/${id}/0.m4s`),
        id === '%2e%2e' ? 'route_not_found' : 'request_invalid',
      );
  });
});

describe('a part of a stream', () => {
  test('is served with its length and an ETag', async () => {
    const { ask } = await streamed(2);
    const parts = [
      ['init.mp4', partContent('init')],
      ['1.m4s', partContent(1)],
    ] as const;
    for (const [name, content] of parts) {
      const response = await ask(`/status/job/${name}`);
      expect(response.headers.get('content-type')).toBe('video/mp4');
      expect(response.headers.get('content-length')).toBe(String(content.length));
      expect(Buffer.from(await response.arrayBuffer())).toEqual(content);
      const etag = response.headers.get('etag') ?? '';
      const again = await ask(`/status/job/${name}`, { headers: { 'if-none-match': etag } });
      expect(again.status).toBe(304);
      const head = await ask(`/status/job/${name}`, { method: 'HEAD' });
      expect([head.status, await head.text()]).toEqual([200, '']);
    }
  });

  test('that never comes is 404 once the stream is complete', async () => {
    const { ask } = await streamed(2, true);
    await problemIn(await ask('/status/job/2.m4s'), 'job_not_found');
  });

  test('that is not rendered yet is waited for', async () => {
    const { ask, store, clock } = await onManualClock();
    await putStream(store, 'job', 1);
    const [soon, never] = [ask('/status/job/1.m4s'), ask('/status/job/9.m4s')];
    await vi.waitFor(() => expect(clock.sleeping).toBe(1));
    await putStream(store, 'job', 2);
    clock.advance(250);
    expect(await (await soon).text()).toBe('<1>');
    await vi.waitFor(() => expect(clock.sleeping).toBe(1));
    clock.advance(8000);
    await problemIn(await never, 'stream_not_started');
  });

  test('is not counted as a request, unlike the video', async () => {
    const { ask } = await streamed(2, true, { RATE_LIMIT_PER_MINUTE: '2' });
    for (let i = 0; i < 4; i++) {
      expect((await ask('/status/job/stream.m3u8')).status).toBe(200);
      expect((await ask('/status/job/media.m3u8')).status).toBe(200);
      expect((await ask('/status/job/1.m4s')).status).toBe(200);
    }
    const statuses = [];
    for (let i = 0; i < 3; i++) statuses.push((await ask('/status/job/live.mp4', { method: 'HEAD' })).status);
    expect(statuses).toEqual([200, 200, 429]);
  });

  test('counts for the rate limit if it is missing', async () => {
    const { ask } = await streamed(2, true, { RATE_LIMIT_PER_MINUTE: '2' });
    for (const id of ['guess-1', 'guess-2'])
      await problemIn(await ask(`/status/${id}/init.mp4`), 'job_not_found');
    for (const id of ['guess-3', 'job']) {
      const problem = await problemIn(await ask(`/status/${id}/init.mp4`), 'rate_limited');
      expect(problem.detail).toMatch(/^The limit is 2 failed requests per minute/);
    }
  });

  test('is read from the bucket itself if that is allowed and the store signs', async () => {
    const { adapter } = await streamed(1, false, { STREAM_REDIRECT: 'on' });
    const sign = (key: string) => Promise.resolve(`https://bucket.example/${key}?signature`);
    vi.spyOn(adapter.store, 'sign').mockImplementation(sign);
    const response = await createApp(adapter).request('/status/job/0.m4s');
    expect([response.status, response.headers.get('location')]).toEqual([
      302,
      `https://bucket.example/${jobKeys.streamFragment('job', 0)}?signature`,
    ]);
  });
});

describe('live.mp4', () => {
  test('is the initialization segment and all fragments, with a length once the stream is complete', async () => {
    const { ask } = await streamed(3, true);
    const response = await ask('/status/job/live.mp4');
    expect(response.headers.get('content-length')).toBe('15');
    expect(await response.text()).toBe('<init><0><1><2>');
  });

  test('grows while the job is rendered', async () => {
    const { ask, store } = await streamed(1);
    const response = await ask('/status/job/live.mp4');
    expect(response.headers.get('content-length')).toBeNull();
    const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
    expect((await reader?.read())?.value).toBe('<init>');
    expect((await reader?.read())?.value).toBe('<0>');
    await putStream(store, 'job', 2, true);
    expect((await reader?.read())?.value).toBe('<1>');
    expect(await reader?.read()).toMatchObject({ done: true });
  });

  test('breaks off if the job fails', async () => {
    const { ask, store } = await streamed(1);
    const response = await ask('/status/job/live.mp4');
    const reading = response.text();
    await createOutcome(store, 'job', failed('job'));
    await expect(reading).rejects.toThrow('render.failed');
  });

  test.each([
    ['waits for a fragment', 1, '<init><0>'],
    ['has all but the last fragments', 3, '<init><0><1><2>'],
  ])('breaks off when its job is deleted while a viewer %s', async (_, fragments, seen) => {
    const { ask } = await streamed(fragments);
    const response = await ask('/status/job/live.mp4');
    const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
    let text = '';
    while (text !== seen) text += (await reader?.read())?.value ?? '';
    expect((await ask('/status/job', { method: 'DELETE' })).status).toBe(204);
    await expect(reader?.read()).rejects.toThrow(/was deleted|has ended/);
    await vi.waitFor(async () => problemIn(await ask('/status/job/live.mp4'), 'job_not_found'), 5000);
  });

  test('is limited to a number of viewers', async () => {
    const { ask } = await streamed(1, false, { STREAMS_MAX: '4' });
    const first = await ask('/status/job/live.mp4');
    const response = await ask('/status/job/live.mp4');
    expect(response.headers.get('retry-after')).toBe('5');
    await problemIn(response, 'rate_limited');
    await first.body?.cancel();
    const next = await ask('/status/job/live.mp4');
    expect(next.status).toBe(200);
    await next.body?.cancel();
  });
});
