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
    [{ fps: '25' }, 'fps'],
    [{ callbackUrl: 'ftp://example.com' }, 'callbackUrl'],
    // What has the look of an address, and is none, or not one that the event would take.
    [{ voiceUrl: 'http://[' }, 'voiceUrl'],
    [{ voiceUrl: 'HTTP://example.com/voice.wav' }, 'voiceUrl'],
    [{ callbackUrl: 'https://x:y/' }, 'callbackUrl'],
    [{ avatarID: 'alice' }, 'avatarID'],
  ])('is refused with %j', async (data, field) => {
    const { ask, store, sink } = await runningAdapter();
    const problem = await problemIn(await ask('/render', jsonRender(data)), 'request_invalid');
    expect(problem.detail).toContain(field);
    expect(sink.events).toEqual([]);
    expect(await listEntries(store, 'pending')).toEqual([]);
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
    expect(await listEntries(store, 'pending')).toEqual([]);
  });

  test('is accepted, too, where the sink does not take it, and stays open for the sweep', async () => {
    const { ask, store, sink, logged } = await runningAdapter();
    sink.answer(503);
    const jobId = await acceptedJob(await ask('/render', jsonRender()));
    expect(await listEntries(store, 'pending')).toEqual([jobId]);
    expect(logged.join('')).toContain('the sweep will send it again');
  });

  test('passes over a traceparent that is none', async () => {
    const { ask, sink } = await runningAdapter();
    await acceptedJob(await ask('/render', jsonRender({}, { traceparent: 'nonsense' })));
    expect(sink.events[0]).not.toHaveProperty('traceparent');
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
    expect(await listEntries(store, 'pending')).toEqual([]);
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
