import { CloudEvent } from 'cloudevents';
import { describe, expect, test } from 'vitest';
import { RenderError } from '../../../errors/render-error.js';
import { openAdapter } from '../../../test/fixtures/adapter-context.js';
import { cancelled, completed, requested, traceparent } from '../../../test/fixtures/events.js';
import { leased } from '../../../test/fixtures/leased.js';
import { jobIdFromEvent } from '../../contract/job-id.js';
import { readEntry } from '../../status/outbox.js';
import { createOutcome, readOutcome } from '../../status/outcome.js';
import { createRequest } from '../../status/request.js';
import { handleDeadLetter } from './dead-letter.js';

/** A request as the broker gives it up. */
function deadLetter(jobId: string, extra: object = {}): CloudEvent<unknown> {
  return requested(jobId).cloneWith({
    knativeerrorcode: '502',
    knativeerrordest: 'http://function/',
    ...extra,
  });
}

type Opened = Awaited<ReturnType<typeof openAdapter>>['adapter'];

/** Handles so many dead letters of a job that its next one is not sent again. */
async function resentTwice(adapter: Opened, jobId = 'job'): Promise<void> {
  for (let time = 0; time < 2; time++) await handleDeadLetter(deadLetter(jobId), adapter);
}

async function resentCount({ metrics }: Awaited<ReturnType<typeof openAdapter>>['adapter']) {
  return (await metrics.jobsResent.get()).values.map(({ labels, value }) => [labels.reason, value]);
}

describe('handleDeadLetter', () => {
  test('sends a request again, counted, and without the attributes of the broker', async () => {
    const { adapter, sent, logged } = await openAdapter();
    await createRequest(adapter.store, 'job', requested('job'));
    await handleDeadLetter(deadLetter('job'), adapter);
    // The store counts; what a sender claims is nothing.
    await handleDeadLetter(deadLetter('job', { resent: -1_000_000_000 }), adapter);
    expect(sent.map((event) => event['resent'])).toEqual([1, 2]);
    for (const event of sent) {
      expect(event).toMatchObject({
        id: 'job.requested',
        type: 'render.requested',
        subject: 'job',
        traceparent,
      });
      expect(event.data).toEqual(requested('job').data);
      expect(Object.keys(event).filter((name) => name.startsWith('knative'))).toEqual([]);
    }
    expect(await resentCount(adapter)).toEqual([['dead-letter', 2]]);
    expect(logged.filter(({ event }) => event === 'dead_letter.resent')).toHaveLength(2);
    expect(await readOutcome(adapter.store, 'job')).toBeUndefined();
  });

  test('fails the job of a request that was sent again twice', async () => {
    const { adapter, sent, logged } = await openAdapter();
    await createRequest(adapter.store, 'job', requested('job'));
    await resentTwice(adapter);
    await handleDeadLetter(deadLetter('job'), adapter);
    const outcome = await readOutcome(adapter.store, 'job');
    expect(outcome).toMatchObject({
      type: 'render.failed',
      source: '/avatar-service/adapter',
      traceparent,
      correlationid: 'job',
      causationid: 'job.requested',
      authtype: 'api_key',
    });
    expect(outcome?.data).toEqual({
      jobId: 'job',
      avatarId: 'alice',
      code: 'job_abandoned',
      message: 'The job was delivered several times and never ended.',
    });
    expect(sent.map(({ type }) => type)).toEqual(['render.requested', 'render.requested', 'render.failed']);
    expect(logged).toContainEqual(
      expect.objectContaining({ event: 'job.abandoned', jobId: 'job', knativeerrorcode: '502' }),
    );
  });

  test('fails the job at once without a sink', async () => {
    const { adapter } = await openAdapter();
    await handleDeadLetter(deadLetter('job'), { ...adapter, sink: undefined });
    expect((await readOutcome(adapter.store, 'job'))?.data).toMatchObject({ code: 'job_abandoned' });
  });

  test('derives the job of a request without an id', async () => {
    const { adapter } = await openAdapter();
    const event = new CloudEvent<unknown>({
      id: 'their-id',
      source: '/their/system',
      type: 'render.requested',
      data: { avatarId: 'alice', voiceUrl: 'https://example.com/voice.wav' },
    });
    for (let time = 0; time < 3; time++) await handleDeadLetter(event, adapter);
    const jobId = jobIdFromEvent({ source: '/their/system', id: 'their-id' });
    expect((await readOutcome(adapter.store, jobId))?.type).toBe('render.failed');
  });

  test.each([completed, cancelled])('ignores a job that has ended (%#)', async (outcome) => {
    const { adapter, sent } = await openAdapter();
    await createOutcome(adapter.store, 'job', outcome('job'));
    await handleDeadLetter(deadLetter('job'), adapter);
    expect(sent).toEqual([]);
    expect((await readOutcome(adapter.store, 'job'))?.type).toBe(outcome('job').type);
  });

  test('ignores events of other types', async () => {
    const { adapter, sent } = await openAdapter();
    for (const event of [completed('job'), new CloudEvent({ type: 'other', source: '/x', data: {} })]) {
      await handleDeadLetter(event, adapter);
    }
    expect(sent).toEqual([]);
    expect(await readOutcome(adapter.store, 'job')).toBeUndefined();
  });

  test('throws if the sink refuses the request, so that the broker delivers the letter again', async () => {
    const refusal = new RenderError('sink_unavailable', 'the broker is away');
    const { adapter } = await openAdapter({}, () => {
      throw refusal;
    });
    await expect(handleDeadLetter(deadLetter('job'), adapter)).rejects.toBe(refusal);
    expect(await readOutcome(adapter.store, 'job')).toBeUndefined();
  });

  test('counts a letter that comes back before the sink has answered', async () => {
    const opened = await openAdapter({}, async (event) => {
      if (event.type === 'render.requested') await handleDeadLetter(deadLetter('job'), opened.adapter);
    });
    await handleDeadLetter(deadLetter('job'), opened.adapter);
    expect(opened.sent.map(({ type }) => type).sort()).toEqual([
      'render.failed',
      'render.requested',
      'render.requested',
    ]);
  });

  test('does not count a letter that the sink refuses', async () => {
    const { adapter } = await openAdapter({}, () => {
      throw new RenderError('sink_unavailable', 'the broker is away');
    });
    await expect(handleDeadLetter(deadLetter('job'), adapter)).rejects.toThrow('the broker is away');
    expect(await readEntry(adapter.store, 'pending', 'job')).toMatchObject({ deadLetters: 0 });
  });

  test('leaves a job that a function is rendering alone', async () => {
    const { adapter, sent } = await openAdapter();
    await createRequest(adapter.store, 'job', requested('job'));
    await resentTwice(adapter);
    const lease = await leased(adapter.store, 'job');
    await handleDeadLetter(deadLetter('job'), adapter);
    expect(await readOutcome(adapter.store, 'job')).toBeUndefined();
    await lease.release();
    await handleDeadLetter(deadLetter('job'), adapter);
    expect((await readOutcome(adapter.store, 'job'))?.data).toMatchObject({ code: 'job_abandoned' });
    expect(sent).toHaveLength(3);
  });

  test('leaves a job whose last fault a retry can fix to the sweep', async () => {
    const { adapter } = await openAdapter();
    await resentTwice(adapter);
    await handleDeadLetter(deadLetter('job', { knativeerrorcode: 503 }), adapter);
    expect(await readOutcome(adapter.store, 'job')).toBeUndefined();
    expect(await readEntry(adapter.store, 'pending', 'job')).toMatchObject({ resent: 0, deadLetters: 2 });
  });

  test('says what ended the last attempt of an abandoned job', async () => {
    const { adapter } = await openAdapter();
    await createRequest(adapter.store, 'job', requested('job'));
    await resentTwice(adapter);
    const lease = await leased(adapter.store, 'job');
    await lease.release(undefined, { code: 'disk_full', message: 'The disk is full.' });
    await handleDeadLetter(deadLetter('job'), adapter);
    expect((await readOutcome(adapter.store, 'job'))?.data).toMatchObject({
      code: 'job_abandoned',
      message:
        'The job was delivered several times and never ended. The last attempt failed with disk_full: The disk is full.',
      details: { lastCode: 'disk_full' },
    });
  });

  test('ignores a request that repeats the id of a job with other data', async () => {
    const { adapter, sent, logged } = await openAdapter();
    await createRequest(adapter.store, 'job', requested('job'));
    const other = requested('job', { fps: 30 }).cloneWith({ knativeerrorcode: 502 });
    for (let time = 0; time < 4; time++) await handleDeadLetter(other, adapter);
    expect(sent).toEqual([]);
    expect(await readOutcome(adapter.store, 'job')).toBeUndefined();
    expect(logged).toContainEqual(
      expect.objectContaining({ event: 'request.rejected', code: 'job_conflict' }),
    );
  });
});
