import { describe, expect, test } from 'vitest';
import { acceptedJob } from '../../../test/fixtures/accepted-job.js';
import { completed, traceparent } from '../../../test/fixtures/events.js';
import { problemIn } from '../../../test/fixtures/problem.js';
import { jsonRender, voiceUrl } from '../../../test/fixtures/render-request.js';
import { runningAdapter } from '../../../test/fixtures/running-adapter.js';
import { isOfType } from '../../contract/events.js';
import { readJob } from '../../status/job.js';
import { listEntries } from '../../status/outbox.js';
import { createOutcome } from '../../status/outcome.js';

describe('POST /render with JSON', () => {
  test('accepts the job, stores it, and sends it to the sink', async () => {
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
    expect(await listEntries(store, 'pending')).toEqual([jobId]);
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
    [{ fps: 'many' }, 'fps'],
    [{ callbackUrl: 'ftp://example.com' }, 'callbackUrl'],
    // Not URLs, or not URLs that the schema of the event accepts.
    [{ voiceUrl: 'http://[' }, 'voiceUrl'],
    [{ voiceUrl: 'HTTP://example.com/voice.wav' }, 'voiceUrl'],
    [{ callbackUrl: 'https://x:y/' }, 'callbackUrl'],
    [{ avatarID: 'alice' }, 'avatarID'],
  ])('rejects %j', async (data, field) => {
    const { ask, store, sink } = await runningAdapter();
    const problem = await problemIn(await ask('/render', jsonRender(data)), 'request_invalid');
    expect(problem.detail).toContain(field);
    expect(sink.events).toEqual([]);
    expect(await listEntries(store, 'pending')).toEqual([]);
  });

  test.each(['', 'no JSON', '[]', 'null', '{"avatarId":"alice"'])('rejects the body %j', async (body) => {
    const { ask } = await runningAdapter();
    const headers = { 'content-type': 'application/json' };
    await problemIn(await ask('/render', { method: 'POST', headers, body }), 'request_invalid');
  });

  test('rejects a body that is too large or has another content type', async () => {
    const { ask } = await runningAdapter();
    const long = jsonRender({ voiceUrl: 'a'.repeat(270_000) });
    expect((await problemIn(await ask('/render', long), 'body_too_large')).details).toEqual({
      maxBytes: 262_144,
    });
    for (const headers of [{ 'content-type': 'text/plain' }, { 'content-type': 'application/xml' }]) {
      const response = await ask('/render', { method: 'POST', headers, body: '{}' });
      await problemIn(response, 'media_type_unsupported');
    }
    await problemIn(await ask('/render', { method: 'POST' }), 'media_type_unsupported');
  });

  test('rejects a portrait that does not exist, and lists the existing ones', async () => {
    const { ask, store } = await runningAdapter();
    const problem = await problemIn(
      await ask('/render', jsonRender({ avatarId: 'bob' })),
      'avatar_not_found',
    );
    expect(problem.details).toMatchObject({ avatarId: 'bob' });
    expect(problem.detail).toContain('alice');
    expect(await listEntries(store, 'pending')).toEqual([]);
  });

  test('accepts the job even if the sink does not, and leaves it to the sweep', async () => {
    const { ask, store, sink, logged } = await runningAdapter();
    sink.answer(503);
    const jobId = await acceptedJob(await ask('/render', jsonRender()));
    expect(await listEntries(store, 'pending')).toEqual([jobId]);
    expect(logged.join('')).toContain('the sweep will send it again');
  });

  test('ignores an invalid traceparent', async () => {
    const { ask, sink } = await runningAdapter();
    await acceptedJob(await ask('/render', jsonRender({}, { traceparent: 'nonsense' })));
    expect(sink.events[0]).not.toHaveProperty('traceparent');
  });
});

describe('POST /render with wait', () => {
  test.each([
    ['202 when the time is over', '?wait=0.2', {}, 202],
    ['503 to a client that accepts only a video', '?wait=0.2', { accept: 'video/mp4' }, 503],
  ])('responds with %s', async (_, query, headers, status) => {
    const { ask } = await runningAdapter();
    const response = await ask(`/render${query}`, jsonRender({}, headers));
    await response.text();
    expect(response.status).toBe(status);
    if (status === 503) expect(response.headers.get('location')).toMatch(/^\/status\//);
  });

  test('rejects an invalid or excessive time to wait', async () => {
    const { ask } = await runningAdapter();
    for (const wait of ['121', '-1', 'long']) {
      const problem = await problemIn(await ask(`/render?wait=${wait}`, jsonRender()), 'request_invalid');
      expect(problem.detail).toContain('wait');
    }
  });
});

describe('DELETE /render/{jobId}', () => {
  test('cancels the job and sends the outcome to the sink, once', async () => {
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
    expect(await listEntries(store, 'pending')).toEqual([]);
    const status = await problemIn(await ask(`/status/${jobId}`), 'cancelled');
    expect(status.jobId).toBe(jobId);
  });

  test('rejects a job that does not exist or has ended with another outcome', async () => {
    const { ask, store } = await runningAdapter();
    await problemIn(await ask('/render/unknown', { method: 'DELETE' }), 'job_not_found');
    await problemIn(await ask('/render/No_One', { method: 'DELETE' }), 'request_invalid');
    const jobId = await acceptedJob(await ask('/render', jsonRender()));
    await createOutcome(store, jobId, completed(jobId));
    await problemIn(await ask(`/render/${jobId}`, { method: 'DELETE' }), 'job_ended');
  });
});
