import { setTimeout as sleep } from 'node:timers/promises';
import { CloudEvent, emitterFor, HTTP, httpTransport, Mode } from 'cloudevents';
import { describe, expect, test } from 'vitest';
import { jobIdFromEvent, refusedJobId } from '../../events/contract/job-id.js';
import { isOfType, taskRequested } from '../../events/contract/events.js';
import { producers, requested, traceparent } from '../fixtures/events.js';
import { heldVoice, servedVoice } from '../fixtures/held-voice.js';
import { eventIn, sendEvent, sendMessage } from '../fixtures/send-event.js';
import { functionForTests } from '../fixtures/service-function.js';

describe('the function, started as by npm start,', () => {
  const started = functionForTests();

  test('renders events of the SDK in both modes, and gives every delivery the same response', async () => {
    const { url, log } = started();
    const voiceUrl = await servedVoice(0.4);
    const event = requested('job', { voiceUrl }).cloneWith({
      correlationid: 'txn-abc-123',
      authtype: 'service_account',
      authid: 'a-name',
    });

    const answer = await sendEvent(url, event);
    const outcome = eventIn(answer);
    if (!isOfType(outcome, 'render.completed')) throw new Error(answer.text);
    expect(answer.headers).toMatchObject({
      'content-type': 'application/json; charset=utf-8',
      'ce-specversion': '1.0',
      'ce-id': 'job.outcome',
      'ce-type': 'render.completed',
      'ce-source': '/avatar-service/function',
      'ce-subject': 'job',
      'ce-dataschema': 'urn:avatar-service:schemas/v1/render.completed.json',
      'ce-partitionkey': 'job',
      'ce-correlationid': 'txn-abc-123',
      'ce-causationid': 'job.requested',
      'ce-authtype': 'service_account',
      'ce-traceparent': traceparent,
    });
    expect(outcome.data).toMatchObject({ jobId: 'job', avatarId: 'alice', frames: 10, fps: 25 });
    expect(outcome.data).toMatchObject({ width: 160, height: 200, executionProvider: 'cpu' });

    expect(answer.headers).not.toHaveProperty('ce-authid');

    const other = event.cloneWith({ correlationid: 'other', authtype: 'user' });
    const again = await sendEvent(url, other, 'structured');
    expect(again.text).toBe(answer.text);
    expect(ceHeaders(again.headers)).toEqual(ceHeaders(answer.headers));

    for (const mode of [Mode.BINARY, Mode.STRUCTURED]) {
      const reply = await emitterFor(httpTransport(url.href), { binding: HTTP, mode })(event);
      expect(reply).toMatchObject({ body: answer.text });
    }
    const starts = log.of('render.started').filter(({ jobId }) => jobId === 'job');
    expect(starts).toHaveLength(1);
    expect(starts[0]).toMatchObject({
      service: 'function',
      jobId: 'job',
      traceId: traceparent.split('-')[1],
    });
  });

  test('derives a job id from an event without one', async () => {
    const { url } = started();
    const data = { avatarId: 'alice', voiceUrl: await servedVoice(0.2) };
    const event = new CloudEvent({ type: 'render.requested', source: '/boson/fn', id: 'one', data });
    const jobId = jobIdFromEvent(event);
    for (let delivery = 0; delivery < 2; delivery++) {
      expect(eventIn(await sendEvent(url, event))).toMatchObject({
        id: `${jobId}.outcome`,
        type: 'render.completed',
        subject: jobId,
      });
    }
  });

  test('responds to other events and requests with 204', async () => {
    const { url } = started();
    const other = requested('job').cloneWith({ type: 'render.completed' });
    expect(await sendEvent(url, other)).toMatchObject({ status: 204, text: '' });
    expect(await sendEvent(url, other, 'structured')).toMatchObject({ status: 204, text: '' });
    expect((await fetch(url)).status).toBe(204);
    const headers = { 'content-type': 'application/json' };
    for (const body of ['{"avatarId":"alice"}', '{}', '{"type":"render.requested","data":{}}']) {
      expect((await fetch(url, { method: 'POST', headers, body })).status).toBe(204);
    }
    expect((await fetch(url, { method: 'POST', body: 'text' })).status).toBe(204);
    const alive = await sendEvent(url, requested('alive', { voiceUrl: await servedVoice(0.1) }));
    expect(eventIn(alive).type).toBe('render.completed');
  });

  test('responds to invalid requests with render.failed, the same for each delivery', async () => {
    const { url, log } = started();
    const voiceUrl = await servedVoice(0.1);
    const cases: [Record<string, unknown>, Record<string, unknown>][] = [
      [{}, { code: 'request_invalid', details: { fields: ['avatarId'] } }],
      [{ avatarId: 'alice', voiceUrl: 'file:///etc/passwd' }, { code: 'request_invalid' }],
      [{ avatarId: 'alice', voiceUrl: 'http://[' }, { code: 'request_invalid' }],
      [{ avatarId: '../alice', voiceUrl }, { code: 'request_invalid' }],
      [{ avatarId: 'alice', voiceUrl, fps: 0 }, { code: 'request_invalid' }],
      [{ avatarId: 'alice', voiceUrl: 'upload:another-job' }, { code: 'voice_url_refused' }],
      [
        { avatarId: 'bob', voiceUrl },
        { code: 'avatar_not_found', details: { avatarId: 'bob' } },
      ],
      [{ avatarId: 'alice', voiceUrl: 'http://127.0.0.1:1/x.wav' }, { code: 'voice_unreachable' }],
      [{ avatarId: 'alice', voiceUrl: 'http://10.0.0.1/x.wav' }, { code: 'voice_url_refused' }],
    ];
    for (const [i, [data, failure]] of cases.entries()) {
      const event = new CloudEvent({ type: 'render.requested', source: '/test', id: String(i), data });
      const answer = await sendEvent(url, event);
      const outcome = eventIn(answer);
      // An event that never became a job has no outcome.
      const end = failure['code'] === 'request_invalid' ? 'refused' : 'outcome';
      expect([outcome.type, outcome.id]).toEqual(['render.failed', `${jobIdFromEvent(event)}.${end}`]);
      expect(outcome.data).toMatchObject({ jobId: jobIdFromEvent(event), ...failure });
      expect((await sendEvent(url, event)).text).toBe(answer.text);
      expect(answer.text).not.toMatch(/\/tmp|node_modules| at .*:\d+:\d+/);
    }
    expect(log.of('process.uncaught')).toEqual([]);
  });

  test('rejects a different request with the id of an existing job, which stays unchanged', async () => {
    const { url } = started();
    const voiceUrl = await servedVoice(0.1);
    const first = await sendEvent(url, requested('conflict', { voiceUrl }));
    const conflicting = requested('conflict', { voiceUrl, fps: 30 });
    const other = eventIn(await sendEvent(url, conflicting));
    // Consumers of the job must not take this for its outcome.
    const jobId = refusedJobId(conflicting);
    expect(other).toMatchObject({
      id: `${jobIdFromEvent(conflicting)}.refused`,
      type: 'render.failed',
      subject: jobId,
    });
    expect(other.data).toMatchObject({ jobId, code: 'job_conflict', details: { jobId: 'conflict' } });
    const invalid = requested('conflict').cloneWith({ data: { jobId: 'conflict', avatarId: 'NOT VALID' } });
    expect(eventIn(await sendEvent(url, invalid)).data).toMatchObject({ jobId, code: 'request_invalid' });
    expect((await sendEvent(url, requested('conflict', { voiceUrl }))).text).toBe(first.text);
  });

  test('survives requests that are not events', async () => {
    const { url, ended } = started();
    const structured = { 'content-type': 'application/cloudevents+json' };
    const binary = { 'content-type': 'application/json', 'ce-id': '1', 'ce-type': 'render.requested' };
    const answers: unknown[] = [];
    for (const [headers, body] of [
      [structured, '{"type"'],
      [structured, '[]'],
      [structured, '{"specversion":"1.0","type":"render.requested"}'],
      [{ 'content-type': 'application/cloudevents-batch+json' }, '[]'],
      [{ ...binary, 'ce-source': '/s', 'ce-specversion': '1.0' }, 'no JSON'],
      [{ ...binary, 'ce-specversion': '0.1' }, '{}'],
      [binary, '{}'],
    ] as const) {
      answers.push((await sendMessage(url, { headers, body })).status);
    }
    expect(answers).toEqual([400, 400, 400, 415, 400, 400, 400]);
    const alive = await Promise.race([ended, sleep(500).then(() => 'alive')]);
    expect(alive).toBe('alive');
    expect((await fetch(new URL('/health/liveness', url))).status).toBe(200);
  });

  test('fails a preview during a render at once with renderer_busy and the time to wait', async () => {
    const { url } = started();
    const voice = await heldVoice();
    const rendering = sendEvent(url, requested('busy', { voiceUrl: voice.url }));
    await voice.downloading;
    const preview = taskRequested(
      'preview.requested',
      { requestId: 'preview-1', avatarId: 'alice' },
      producers.adapter,
    );
    const reply = eventIn(await sendEvent(url, preview));
    expect(reply.type).toBe('preview.failed');
    expect(reply.data).toMatchObject({ code: 'renderer_busy', details: { retryAfterSeconds: 15 } });
    voice.release();
    expect(eventIn(await rendering).type).toBe('render.completed');
  });
});

function ceHeaders(headers: Readonly<Record<string, string>>) {
  return Object.entries(headers).filter(([name]) => name.startsWith('ce-') || name === 'content-type');
}
