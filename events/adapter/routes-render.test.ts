import { createHash } from 'node:crypto';
import { request } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { describe, expect, test, vi } from 'vitest';
import { cancelled, completed, traceparent } from '../../test/fixtures/events.js';
import { problemIn } from '../../test/fixtures/problem.js';
import { formRender, jsonRender, voiceBytes, voiceUrl } from '../../test/fixtures/render-request.js';
import { runningAdapter, type RunningAdapter } from '../../test/fixtures/running-adapter.js';
import type { Store } from '../../storage/store.js';
import { isOfType } from '../contract/events.js';
import { readJob } from '../status/job.js';
import { jobKeys } from '../status/keys.js';
import { openJobs } from '../status/open-marker.js';
import { createOutcome } from '../status/outcome.js';

async function acceptedJob(response: Response): Promise<string> {
  const body: unknown = await response.json();
  expect(response.status).toBe(202);
  if (typeof body !== 'object' || body === null || !('jobId' in body)) throw new Error('no jobId');
  const jobId = String(body.jobId);
  expect(body).toEqual({ jobId, statusUrl: `/status/${jobId}` });
  expect(response.headers.get('location')).toBe(`/status/${jobId}`);
  return jobId;
}

async function storedVoice(store: Store, jobId: string): Promise<Buffer | undefined> {
  const object = await store.get(jobKeys.upload(jobId));
  return object && buffer(object.body);
}

async function allKeys(store: Store): Promise<string[]> {
  const keys: string[] = [];
  for await (const { key } of store.list('')) keys.push(key);
  return keys;
}

describe('a render that is asked for with JSON', () => {
  test('is accepted, kept and sent to the sink', async () => {
    const { ask, store, sink } = await runningAdapter();
    const jobId = await acceptedJob(await ask('/render', jsonRender({ fps: 30 }, { traceparent })));
    expect(jobId).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-/);
    expect(sink.events).toHaveLength(1);
    const [event] = sink.events;
    expect(event).toMatchObject({
      id: `${jobId}.requested`,
      type: 'render.requested',
      source: '/avatar-service/adapter',
      subject: jobId,
      partitionkey: jobId,
      traceparent,
      data: { jobId, avatarId: 'alice', voiceUrl, fps: 30 },
    });
    expect(event && isOfType(event, 'render.requested')).toBe(true);
    expect((await readJob(store, jobId))?.state).toBe('queued');
    expect(await openJobs(store)).toEqual([jobId]);
  });

  test.each([
    [{ avatarId: 'Alice' }, 'avatarId'],
    [{ avatarId: '../etc' }, 'avatarId'],
    [{ avatarId: undefined }, 'avatarId'],
    [{ voiceUrl: 'file:///etc/passwd' }, 'voiceUrl'],
    [{ voiceUrl: 'upload:another-job' }, 'voiceUrl'],
    [{ voiceUrl: `https://example.com/${'a'.repeat(4100)}` }, 'voiceUrl'],
    [{ voiceUrl: 7 }, 'voiceUrl'],
    [{ fps: 0 }, 'fps'],
    [{ fps: 61 }, 'fps'],
    [{ fps: '25' }, 'fps'],
    [{ callbackUrl: 'ftp://example.com' }, 'callbackUrl'],
    [{ avatarID: 'alice' }, 'avatarID'],
  ])('is refused with %j', async (data, field) => {
    const { ask, store, sink } = await runningAdapter();
    const problem = await problemIn(await ask('/render', jsonRender(data)), 'request_invalid');
    expect(problem.detail).toContain(field);
    expect(sink.events).toEqual([]);
    expect(await openJobs(store)).toEqual([]);
  });

  test.each(['', 'no JSON', '[]', 'null', '{"avatarId":"alice"'])(
    'is refused with the body %j',
    async (body) => {
      const { ask } = await runningAdapter();
      const headers = { 'content-type': 'application/json' };
      await problemIn(await ask('/render', { method: 'POST', headers, body }), 'request_invalid');
    },
  );

  test('is refused where it is too long, or of another type', async () => {
    const { ask } = await runningAdapter();
    const long = jsonRender({ voiceUrl: 'a'.repeat(70_000) });
    expect((await problemIn(await ask('/render', long), 'body_too_large')).details).toEqual({
      maxBytes: 65_536,
    });
    for (const headers of [{ 'content-type': 'text/plain' }, { 'content-type': 'application/xml' }]) {
      const response = await ask('/render', { method: 'POST', headers, body: '{}' });
      await problemIn(response, 'media_type_unsupported');
    }
    await problemIn(await ask('/render', { method: 'POST' }), 'media_type_unsupported');
  });

  test('is refused where nobody is called so, and says who there is', async () => {
    const { ask, store } = await runningAdapter();
    const problem = await problemIn(
      await ask('/render', jsonRender({ avatarId: 'bob' })),
      'avatar_not_found',
    );
    expect(problem.details).toMatchObject({ avatarId: 'bob' });
    expect(problem.detail).toContain('alice');
    expect(await openJobs(store)).toEqual([]);
  });

  test('is accepted, too, where the sink does not take it, and stays open for the sweep', async () => {
    const { ask, store, sink, logged } = await runningAdapter();
    sink.answer(503);
    const jobId = await acceptedJob(await ask('/render', jsonRender()));
    expect(await openJobs(store)).toEqual([jobId]);
    expect(logged.join('')).toContain('the sweep will send it again');
  });

  test('passes over a traceparent that is none', async () => {
    const { ask, sink } = await runningAdapter();
    await acceptedJob(await ask('/render', jsonRender({}, { traceparent: 'nonsense' })));
    expect(sink.events[0]).not.toHaveProperty('traceparent');
  });
});

describe('a render that is asked for with a form', () => {
  test('has its voice in the store, and in the event where that is', async () => {
    const { ask, store, sink } = await runningAdapter();
    const voice = voiceBytes();
    const jobId = await acceptedJob(await ask('/render', formRender({ voice, fps: '30' })));
    expect(sink.events[0]?.data).toEqual({
      jobId,
      avatarId: 'alice',
      voiceUrl: `upload:${jobId}`,
      voiceSha256: createHash('sha256').update(voice).digest('hex'),
      fps: 30,
    });
    expect(await storedVoice(store, jobId)).toEqual(Buffer.from(voice));
    await createOutcome(store, jobId, completed(jobId));
    expect(await storedVoice(store, jobId)).toBeUndefined();
  });

  test('may name its voice instead', async () => {
    const { ask, sink } = await runningAdapter();
    const jobId = await acceptedJob(await ask('/render', formRender({ voiceUrl })));
    expect(sink.events[0]?.data).toEqual({ jobId, avatarId: 'alice', voiceUrl });
  });

  test('may have other files, which are passed over, also before the voice', async () => {
    const { ask, store } = await runningAdapter();
    const form = new FormData();
    form.set('other', new Blob(['something else']));
    form.set('voice', new Blob([voiceBytes()]));
    form.append('voice', new Blob(['a second voice']));
    form.set('avatarId', 'alice');
    const jobId = await acceptedJob(await ask('/render', { method: 'POST', body: form }));
    expect(await storedVoice(store, jobId)).toEqual(Buffer.from(voiceBytes()));
  });

  test.each([
    ['neither voice nor voiceUrl', {}, 'voiceUrl'],
    ['both', { voiceUrl, voice: voiceBytes() }, 'either'],
    ['an empty voice', { voice: new Uint8Array() }, 'empty'],
    ['a bad field', { voice: voiceBytes(), fps: 'many' }, 'fps'],
    ['a bad avatar', { voice: voiceBytes(), avatarId: 'A' }, 'avatarId'],
    ['an unknown field', { voice: voiceBytes(), colour: 'red' }, 'colour'],
  ])('is refused with %s, and leaves nothing', async (_, fields, words) => {
    const { ask, store } = await runningAdapter();
    const problem = await problemIn(await ask('/render', formRender(fields)), 'request_invalid');
    expect(problem.detail).toContain(words);
    expect(await allKeys(store)).toEqual([]);
  });

  test('is refused where nobody is called so, and leaves nothing', async () => {
    const { ask, store } = await runningAdapter();
    const form = formRender({ voice: voiceBytes(), avatarId: 'bob' });
    await problemIn(await ask('/render', form), 'avatar_not_found');
    expect(await allKeys(store)).toEqual([]);
  });

  test('is refused where the voice is too large, and leaves nothing', async () => {
    const { ask, store } = await runningAdapter({ UPLOAD_MAX_BYTES: '1000' });
    const response = await ask('/render', formRender({ voice: voiceBytes() }));
    expect((await problemIn(response, 'body_too_large')).detail).toContain('UPLOAD_MAX_BYTES');
    expect(await allKeys(store)).toEqual([]);
  });

  test.each([
    '--x\r\ncontent-disposition: form-data; name="voice"; filename="v"\r\n\r\nhalf',
    'nothing at all',
  ])('is refused where it is cut off, and leaves nothing (%#)', async (body) => {
    const { ask, store } = await runningAdapter();
    const headers = { 'content-type': 'multipart/form-data; boundary=x' };
    await problemIn(await ask('/render', { method: 'POST', headers, body }), 'request_invalid');
    expect(await allKeys(store)).toEqual([]);
  });

  test('is refused without a boundary', async () => {
    const { ask } = await runningAdapter();
    const headers = { 'content-type': 'multipart/form-data' };
    await problemIn(await ask('/render', { method: 'POST', headers, body: 'x' }), 'request_invalid');
  });

  test('leaves nothing where the client goes away in the middle', async () => {
    const { url, store } = await runningAdapter();
    const client = request(`${url}/render`, {
      method: 'POST',
      headers: { 'content-type': 'multipart/form-data; boundary=x' },
    });
    client.on('error', () => undefined);
    client.write('--x\r\ncontent-disposition: form-data; name="voice"; filename="v"\r\n\r\nhalf of it');
    await new Promise((resolve) => setTimeout(resolve, 300));
    client.destroy();
    await new Promise((closed) => client.once('close', closed));
    await vi.waitFor(async () => expect(await allKeys(store)).toEqual([]), 10_000);
    expect(await openJobs(store)).toEqual([]);
  });
});

describe('an Idempotency-Key', () => {
  const key = { 'idempotency-key': 'key-1' };
  const twice = async ({ ask }: RunningAdapter, init: () => RequestInit) => [
    await acceptedJob(await ask('/render', init())),
    await acceptedJob(await ask('/render', init())),
  ];

  test('gives the same job for the same request, which is sent once', async () => {
    const running = await runningAdapter();
    const [first, second] = await twice(running, () => jsonRender({}, key));
    expect(second).toBe(first);
    expect(running.sink.events).toHaveLength(1);
    const other = await running.ask('/render', jsonRender({}, { 'idempotency-key': 'key-2' }));
    expect(await acceptedJob(other)).not.toBe(first);
  });

  test('does so, too, where both come at once', async () => {
    const { ask, sink } = await runningAdapter();
    const responses = await Promise.all(Array.from({ length: 8 }, () => ask('/render', jsonRender({}, key))));
    const ids = await Promise.all(responses.map(acceptedJob));
    expect(new Set(ids).size).toBe(1);
    expect(sink.events).toHaveLength(1);
  });

  test('is refused with another request', async () => {
    const { ask, sink } = await runningAdapter();
    await acceptedJob(await ask('/render', jsonRender({}, key)));
    for (const data of [{ fps: 30 }, { voiceUrl: 'https://example.com/other.wav' }]) {
      await problemIn(await ask('/render', jsonRender(data, key)), 'idempotency_conflict');
    }
    expect(sink.events).toHaveLength(1);
  });

  test('knows an uploaded voice again', async () => {
    const running = await runningAdapter();
    const [first, second] = await twice(running, () => formRender({ voice: voiceBytes() }, key));
    expect(second).toBe(first);
    const other = await running.ask('/render', formRender({ voice: voiceBytes(300) }, key));
    await problemIn(other, 'idempotency_conflict');
    expect(await storedVoice(running.store, first ?? '')).toEqual(Buffer.from(voiceBytes()));
  });

  test('gives a job that has ended, whose voice is not kept again', async () => {
    const { ask, store } = await runningAdapter();
    const first = await acceptedJob(await ask('/render', formRender({ voice: voiceBytes() }, key)));
    await createOutcome(store, first, cancelled(first));
    expect(await acceptedJob(await ask('/render', formRender({ voice: voiceBytes() }, key)))).toBe(first);
    expect(await storedVoice(store, first)).toBeUndefined();
  });

  test.each(['', 'x'.repeat(256)])('is refused where it is too short or too long (%#)', async (bad) => {
    const { ask } = await runningAdapter();
    const response = await ask('/render', jsonRender({}, { 'idempotency-key': bad }));
    await problemIn(response, 'request_invalid');
  });
});

describe('too many jobs', () => {
  test('are answered 429 with the time after which to try again, until one has ended', async () => {
    const { ask, store, sink } = await runningAdapter({ OPEN_JOBS_MAX: '2', RENDER_PARALLELISM: '3' });
    const first = await acceptedJob(await ask('/render', jsonRender({}, { 'idempotency-key': 'k' })));
    await acceptedJob(await ask('/render', jsonRender()));
    const refused = await ask('/render', jsonRender());
    expect(refused.headers.get('retry-after')).toBe('10');
    const problem = await problemIn(refused, 'too_many_jobs');
    expect(problem.details).toEqual({ openJobs: 2, limit: 2, retryAfterSeconds: 10 });
    expect(sink.events).toHaveLength(2);
    // A job that is in already is no further one.
    expect(await acceptedJob(await ask('/render', jsonRender({}, { 'idempotency-key': 'k' })))).toBe(first);
    await createOutcome(store, first, cancelled(first));
    await acceptedJob(await ask('/render', jsonRender()));
  });
});

describe('a job that is called off', () => {
  test('has ended, and the sink is told so; again it is the same', async () => {
    const { ask, store, sink } = await runningAdapter();
    const jobId = await acceptedJob(await ask('/render', jsonRender()));
    for (let time = 0; time < 2; time++) {
      const response = await ask(`/render/${jobId}`, { method: 'DELETE' });
      expect([response.status, await response.text()]).toEqual([204, '']);
    }
    expect(sink.events.map(({ type, id }) => [type, id])).toEqual([
      ['render.requested', `${jobId}.requested`],
      ['render.cancelled', `${jobId}.outcome`],
    ]);
    expect(sink.events[1]?.data).toEqual({ jobId, avatarId: 'alice' });
    expect(await openJobs(store)).toEqual([]);
    const status = await problemIn(await ask(`/status/${jobId}`), 'cancelled');
    expect(status.jobId).toBe(jobId);
  });

  test('must be there, and not have ended otherwise', async () => {
    const { ask, store } = await runningAdapter();
    await problemIn(await ask('/render/nobody', { method: 'DELETE' }), 'job_not_found');
    await problemIn(await ask('/render/No_One', { method: 'DELETE' }), 'request_invalid');
    const jobId = await acceptedJob(await ask('/render', jsonRender()));
    await createOutcome(store, jobId, completed(jobId));
    await problemIn(await ask(`/render/${jobId}`, { method: 'DELETE' }), 'job_ended');
  });
});

describe('a render that is waited for', () => {
  test.each([
    ['as long as it takes', '?wait=0.2', {}, 202],
    ['as a video or nothing', '?wait=0.2', { accept: 'video/mp4' }, 503],
  ])('is answered %s', async (_, query, headers, status) => {
    const { ask } = await runningAdapter();
    const response = await ask(`/render${query}`, jsonRender({}, headers));
    await response.text();
    expect(response.status).toBe(status);
    if (status === 503) expect(response.headers.get('location')).toMatch(/^\/status\//);
  });

  test('must not be waited for too long', async () => {
    const { ask } = await runningAdapter();
    for (const wait of ['121', '-1', 'long']) {
      const problem = await problemIn(await ask(`/render?wait=${wait}`, jsonRender()), 'request_invalid');
      expect(problem.detail).toContain('wait');
    }
  });
});
