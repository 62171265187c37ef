import { describe, expect, test } from 'vitest';
import { acceptedJob, storedVoice } from '../../../test/fixtures/accepted-job.js';
import { cancelled } from '../../../test/fixtures/events.js';
import { problemIn } from '../../../test/fixtures/problem.js';
import { formRender, jsonRender, voiceBytes } from '../../../test/fixtures/render-request.js';
import { runningAdapter, type RunningAdapter } from '../../../test/fixtures/running-adapter.js';
import { listEntries } from '../../status/outbox.js';
import { createOutcome } from '../../status/outcome.js';

describe('an Idempotency-Key', () => {
  const key = { 'idempotency-key': 'key-1' };
  const twice = async ({ ask }: RunningAdapter, init: () => RequestInit) => [
    await acceptedJob(await ask('/render', init())),
    await acceptedJob(await ask('/render', init())),
  ];

  test('returns the same job for a repeated request, which is sent once', async () => {
    const running = await runningAdapter();
    const [first, second] = await twice(running, () => jsonRender({}, key));
    expect(second).toBe(first);
    expect(running.sink.events).toHaveLength(1);
    const other = await running.ask('/render', jsonRender({}, { 'idempotency-key': 'key-2' }));
    expect(await acceptedJob(other)).not.toBe(first);
  });

  test('returns the same job for concurrent requests, which are sent once', async () => {
    const { ask, sink } = await runningAdapter();
    const responses = await Promise.all(Array.from({ length: 8 }, () => ask('/render', jsonRender({}, key))));
    const ids = await Promise.all(responses.map(acceptedJob));
    expect(new Set(ids).size).toBe(1);
    expect(sink.events).toHaveLength(1);
  });

  test('is rejected with a different request', async () => {
    const { ask, sink } = await runningAdapter();
    await acceptedJob(await ask('/render', jsonRender({}, key)));
    for (const data of [{ fps: 30 }, { voiceUrl: 'https://example.com/other.wav' }]) {
      await problemIn(await ask('/render', jsonRender(data, key)), 'idempotency_conflict');
    }
    expect(sink.events).toHaveLength(1);
  });

  test('recognizes an uploaded voice by its content', async () => {
    const running = await runningAdapter();
    const [first, second] = await twice(running, () => formRender({ voice: voiceBytes() }, key));
    expect(second).toBe(first);
    const other = await running.ask('/render', formRender({ voice: voiceBytes(300) }, key));
    await problemIn(other, 'idempotency_conflict');
    expect(await storedVoice(running.store, first ?? '')).toEqual(Buffer.from(voiceBytes()));
  });

  test('returns a job that has ended, without storing its voice again', async () => {
    const { ask, store } = await runningAdapter();
    const first = await acceptedJob(await ask('/render', formRender({ voice: voiceBytes() }, key)));
    await createOutcome(store, first, cancelled(first));
    expect(await acceptedJob(await ask('/render', formRender({ voice: voiceBytes() }, key)))).toBe(first);
    expect(await storedVoice(store, first)).toBeUndefined();
  });

  test('remains valid after a different request for a job that has ended', async () => {
    const { ask, store, sink } = await runningAdapter();
    const send = (fields: Record<string, string | Uint8Array<ArrayBuffer>>) =>
      ask('/render', formRender(fields, key));
    const first = await acceptedJob(await send({ voice: voiceBytes() }));
    await createOutcome(store, first, cancelled(first));
    for (const wrong of [
      { voice: voiceBytes(300) },
      { voice: voiceBytes(), fps: '30' },
      { voiceUrl: 'https://example.com/voice.wav' },
    ]) {
      await problemIn(await send(wrong), 'idempotency_conflict');
      expect(await storedVoice(store, first)).toBeUndefined();
    }
    await problemIn(await send({ voice: new Uint8Array() }), 'request_invalid');
    expect(await acceptedJob(await send({ voice: voiceBytes() }))).toBe(first);
    expect(await storedVoice(store, first)).toBeUndefined();
    expect(sink.events).toHaveLength(1);
  });

  test('stores only the voice of the accepted one of several concurrent requests', async () => {
    const { ask, store } = await runningAdapter();
    const voices = Array.from({ length: 6 }, (_, i) => voiceBytes(200 + 50 * i));
    const responses = await Promise.all(voices.map((voice) => ask('/render', formRender({ voice }, key))));
    const winner = responses.findIndex(({ status }) => status === 202);
    for (const [i, response] of responses.entries()) {
      if (i !== winner) await problemIn(response, 'idempotency_conflict');
      else
        expect(await storedVoice(store, await acceptedJob(response))).toEqual(Buffer.from(voices[i] ?? []));
    }
    expect(winner).toBeGreaterThanOrEqual(0);
  });

  test.each(['', 'x'.repeat(256)])('is rejected if it is too short or too long (%#)', async (bad) => {
    const { ask } = await runningAdapter();
    const response = await ask('/render', jsonRender({}, { 'idempotency-key': bad }));
    await problemIn(response, 'request_invalid');
  });
});

describe('OPEN_JOBS_MAX', () => {
  test('rejects further jobs with 429 and the time to wait, until a job has ended', async () => {
    const { ask, store, sink } = await runningAdapter({ OPEN_JOBS_MAX: '2', RENDER_PARALLELISM: '3' });
    const first = await acceptedJob(await ask('/render', jsonRender({}, { 'idempotency-key': 'k' })));
    await acceptedJob(await ask('/render', jsonRender()));
    const refused = await ask('/render', jsonRender());
    expect(refused.headers.get('retry-after')).toBe('10');
    const problem = await problemIn(refused, 'too_many_jobs');
    expect(problem.details).toEqual({ openJobs: 2, limit: 2, retryAfterSeconds: 10 });
    expect(sink.events).toHaveLength(2);
    // A job that was already accepted does not count again.
    expect(await acceptedJob(await ask('/render', jsonRender({}, { 'idempotency-key': 'k' })))).toBe(first);
    await createOutcome(store, first, cancelled(first));
    await acceptedJob(await ask('/render', jsonRender()));
  });
});

describe('OPEN_JOBS_MAX under concurrent requests', () => {
  test('accepts exactly as many as the limit, and gives places back after failures', async () => {
    const { ask, store } = await runningAdapter({ OPEN_JOBS_MAX: '3' });
    const statuses = async (init: () => RequestInit) => {
      const responses = await Promise.all(Array.from({ length: 12 }, () => ask('/render', init())));
      return responses.map(({ status }) => status).sort();
    };
    expect(await statuses(() => jsonRender({ fps: 900 }))).toContain(400);
    expect(await listEntries(store, 'pending')).toEqual([]);
    const accepted = (await statuses(() => jsonRender())).filter((status) => status === 202);
    expect(accepted).toHaveLength(3);
    expect(await listEntries(store, 'pending')).toHaveLength(3);
  });

  test('counts a job with an Idempotency-Key once', async () => {
    const { ask, store } = await runningAdapter({ OPEN_JOBS_MAX: '3' });
    const key = { 'idempotency-key': 'k' };
    const responses = await Promise.all(Array.from({ length: 3 }, () => ask('/render', jsonRender({}, key))));
    const ids = new Set(await Promise.all(responses.map(acceptedJob)));
    expect(await listEntries(store, 'pending')).toEqual([...ids]);
  });
});
