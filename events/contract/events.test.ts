import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { producers, progressed, requested, traceparent } from '../../test/fixtures/events.js';
import { parseEvent, renderOutcome, renderProgressed, serializeEvent, taskRequested } from './events.js';
import { lineageOf } from './lineage.js';

const time = '2026-03-02T09:30:00.000Z';

function atThatTime(): void {
  vi.useFakeTimers({ toFake: ['Date'], now: new Date(time) });
  onTestFinished(() => void vi.useRealTimers());
}

describe('the events of a job', () => {
  test('name their schema, the flow, the event that caused them, and the kind of caller', () => {
    atThatTime();
    const tracestate = 'rojo=00f067aa0ba902b7';
    const request = requested('job').cloneWith({ tracestate });
    expect(request.toJSON()).toEqual({
      specversion: '1.0',
      id: 'job.requested',
      type: 'render.requested',
      source: '/avatar-service/adapter',
      subject: 'job',
      time,
      datacontenttype: 'application/json',
      dataschema: 'https://example.com/schemas/v1/render.requested.json',
      partitionkey: 'job',
      correlationid: 'job',
      authtype: 'api_key',
      traceparent,
      tracestate,
      data: { avatarId: 'alice', voiceUrl: 'https://example.com/voice.wav', jobId: 'job' },
    });

    const envelope = { ...producers.function, ...lineageOf(request) };
    const outcome = renderOutcome('render.cancelled', { jobId: 'job', avatarId: 'alice' }, envelope);
    expect(outcome.toJSON()).toEqual({
      specversion: '1.0',
      id: 'job.outcome',
      type: 'render.cancelled',
      source: '/avatar-service/function',
      subject: 'job',
      time,
      datacontenttype: 'application/json',
      dataschema: 'https://example.com/schemas/v1/render.cancelled.json',
      partitionkey: 'job',
      correlationid: 'job',
      causationid: 'job.requested',
      authtype: 'api_key',
      traceparent,
      tracestate,
      data: { jobId: 'job', avatarId: 'alice' },
    });
    expect(serializeEvent(parseEvent(serializeEvent(outcome)))).toBe(serializeEvent(outcome));
  });

  test('keep the correlation that the sender of the request chose', () => {
    const request = requested('job').cloneWith({ correlationid: 'txn-abc-123' });
    const envelope = { ...producers.function, ...lineageOf(request) };
    expect(progressed('job')['correlationid']).toBe('job');
    expect(renderOutcome('render.cancelled', { jobId: 'job' }, envelope)['correlationid']).toBe(
      'txn-abc-123',
    );
  });
});

describe('a progress event', () => {
  const data = { jobId: 'job', avatarId: 'alice', stage: 'wav2lip' as const, framesDone: 1, progress: 0.5 };

  test('names the job in its source, its place in the sequence, and when it has become useless', () => {
    atThatTime();
    const event = renderProgressed({ ...data, attempt: 2 }, 17, producers.function);
    expect(event).toMatchObject({
      id: 'job.2.17',
      source: '/avatar-service/function/job',
      time,
      sequence: '0002.000017',
      expirytime: '2026-03-02T09:31:00.000Z',
    });
  });

  test('has a sequence whose order as a text is that of attempts and reports', () => {
    const places = [
      [1, 9],
      [1, 10],
      [2, 1],
      [10, 1],
    ] as const;
    const sequences = places.map(([attempt, number]) =>
      String(renderProgressed({ ...data, attempt }, number, producers.function)['sequence']),
    );
    expect([...sequences].sort()).toEqual(sequences);
    expect(new Set(sequences).size).toBe(4);
  });
});

test('a task names its schema and its own id as the flow', () => {
  const event = taskRequested(
    'preview.requested',
    { requestId: 'task', avatarId: 'alice' },
    producers.adapter,
  );
  expect(event).toMatchObject({
    dataschema: 'https://example.com/schemas/v1/preview.requested.json',
    correlationid: 'task',
  });
  expect(Object.keys(event)).not.toContain('causationid');
});
