import { describe, expect, test } from 'vitest';
import { openAdapter } from '../../../test/fixtures/adapter-context.js';
import { cancelled, completed, requested, traceparent } from '../../../test/fixtures/events.js';
import { problemIn } from '../../../test/fixtures/problem.js';
import { listEntries } from '../../status/outbox.js';
import { createOutcome, readOutcome } from '../../status/outcome.js';
import { createRequest } from '../../status/request.js';

const cancel = { method: 'DELETE', headers: { traceparent } };

describe('DELETE /render/{jobId}', () => {
  test('cancels a job and sends the outcome', async () => {
    const { adapter, ask, sent } = await openAdapter();
    await createRequest(adapter.store, 'job', requested('job'));
    const response = await ask('/render/job', cancel);
    expect([response.status, await response.text()]).toEqual([204, '']);
    const outcome = await readOutcome(adapter.store, 'job');
    expect(outcome).toMatchObject({
      id: 'job.outcome',
      type: 'render.cancelled',
      source: '/avatar-service/adapter',
      data: { jobId: 'job', avatarId: 'alice' },
      traceparent,
      correlationid: 'job',
      causationid: 'job.requested',
      authtype: 'unauthenticated',
    });
    expect(sent.map((event) => event.toJSON())).toEqual([outcome?.toJSON()]);
    expect(await listEntries(adapter.store, 'pending')).toEqual([]);
  });

  test('answers the same when the job was canceled before, and sends nothing', async () => {
    const { adapter, ask, sent } = await openAdapter();
    await createOutcome(adapter.store, 'job', cancelled('job'));
    expect((await ask('/render/job', cancel)).status).toBe(204);
    expect(sent).toEqual([]);
  });

  test('does not change a job that has ended otherwise', async () => {
    const { adapter, ask, sent } = await openAdapter();
    await createOutcome(adapter.store, 'job', completed('job'));
    const problem = await problemIn(await ask('/render/job', cancel), 'job_ended');
    expect(problem).toMatchObject({
      detail: 'Job job has already ended (render.completed).',
      details: { jobId: 'job' },
    });
    expect((await readOutcome(adapter.store, 'job'))?.type).toBe('render.completed');
    expect(sent).toEqual([]);
  });

  test('rejects an unknown job and an invalid id', async () => {
    const { ask } = await openAdapter();
    const unknown = await problemIn(await ask('/render/unknown', cancel), 'job_not_found');
    expect(unknown).toMatchObject({ detail: 'Job unknown does not exist.', details: { jobId: 'unknown' } });
    const invalid = await problemIn(await ask('/render/No_One', cancel), 'request_invalid');
    expect(invalid.details).toEqual({ fields: ['jobId'] });
  });
});
