import { describe, expect, test } from 'vitest';
import { RenderError } from '../../../errors/render-error.js';
import { openAdapter } from '../../../test/fixtures/adapter-context.js';
import { traceparent } from '../../../test/fixtures/events.js';
import { listEntries } from '../../status/outbox.js';
import { readRequest } from '../../status/request.js';
import { acceptJob, type JobRequest } from './accept-job.js';

const voiceUrl = 'https://example.com/voice.wav';

function requestFor(jobId: string, more: Partial<JobRequest> = {}): JobRequest {
  return {
    data: { jobId, avatarId: 'alice', voiceUrl, fps: 30 },
    lineage: { traceparent, authtype: 'api_key' },
    idempotent: false,
    client: { id: 'c1', name: 'shop', role: 'render' },
    ...more,
  };
}

describe('acceptJob', () => {
  test('stores the request, marks it as pending, and sends it', async () => {
    const { adapter, sent, logged } = await openAdapter();
    expect(await acceptJob(requestFor('job'), adapter)).toBe(true);
    const stored = await readRequest(adapter.store, 'job');
    expect(stored?.data).toEqual({ jobId: 'job', avatarId: 'alice', voiceUrl, fps: 30 });
    expect(sent.map((event) => event.toJSON())).toEqual([stored?.toJSON()]);
    expect(sent[0]).toMatchObject({
      id: 'job.requested',
      type: 'render.requested',
      source: '/avatar-service/adapter',
      subject: 'job',
      dataschema: 'urn:avatar-service:schemas/v1/render.requested.json',
      correlationid: 'job',
      authtype: 'api_key',
      traceparent,
    });
    expect(sent[0]).not.toHaveProperty('causationid');
    expect(await listEntries(adapter.store, 'pending')).toEqual(['job']);
    expect(logged).toContainEqual(
      expect.objectContaining({ event: 'job.accepted', jobId: 'job', avatarId: 'alice', client: 'shop' }),
    );
    expect((await adapter.metrics.jobsAccepted.get()).values[0]?.value).toBe(1);
  });

  test('sends a repeated request only once', async () => {
    const { adapter, sent } = await openAdapter();
    expect(await acceptJob(requestFor('job', { idempotent: true }), adapter)).toBe(true);
    expect(await acceptJob(requestFor('job', { idempotent: true }), adapter)).toBe(false);
    expect(sent).toHaveLength(1);
    expect((await adapter.metrics.jobsAccepted.get()).values[0]?.value).toBe(1);
  });

  test.each([
    [true, 'idempotency_conflict'],
    [false, 'job_conflict'],
  ])('rejects another request for the same job (with a key: %s) as %s', async (idempotent, code) => {
    const { adapter, sent } = await openAdapter();
    await acceptJob(requestFor('job'), adapter);
    const other = { jobId: 'job', avatarId: 'alice', voiceUrl: 'https://example.com/other.wav' };
    await expect(acceptJob(requestFor('job', { data: other, idempotent }), adapter)).rejects.toMatchObject({
      code,
    });
    expect(sent).toHaveLength(1);
    expect((await readRequest(adapter.store, 'job'))?.data.voiceUrl).toBe(voiceUrl);
  });

  test('accepts a job that the sink refuses, and leaves it to the sweep', async () => {
    const { adapter, logged } = await openAdapter({}, () => {
      throw new RenderError('sink_unavailable', 'the broker is away');
    });
    expect(await acceptJob(requestFor('job'), adapter)).toBe(true);
    expect(await listEntries(adapter.store, 'pending')).toEqual(['job']);
    expect(logged).toContainEqual(expect.objectContaining({ event: 'sink.failed', jobId: 'job' }));
  });

  test('accepts a job without a sink', async () => {
    const { adapter } = await openAdapter();
    expect(await acceptJob(requestFor('job'), { ...adapter, sink: undefined })).toBe(true);
    expect(await listEntries(adapter.store, 'pending')).toEqual(['job']);
  });
});
