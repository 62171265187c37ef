import { describe, expect, test } from 'vitest';
import { openAdapter } from '../../../test/fixtures/adapter-context.js';
import { completed, requested } from '../../../test/fixtures/events.js';
import { problemIn } from '../../../test/fixtures/problem.js';
import { parseEvent } from '../../contract/events.js';
import { createOutcome } from '../../status/outcome.js';
import { createRequest } from '../../status/request.js';

describe('GET /render/{jobId}', () => {
  test('returns the event that was sent, also after the job has ended', async () => {
    const { adapter, ask } = await openAdapter();
    const event = requested('job', { fps: 30 });
    await createRequest(adapter.store, 'job', event);
    const first = await ask('/render/job');
    expect(first.headers.get('content-type')).toBe('application/cloudevents+json');
    expect(first.headers.get('cache-control')).toBe('no-store');
    const text = await first.text();
    expect(parseEvent(text).toJSON()).toEqual(event.toJSON());
    await createOutcome(adapter.store, 'job', completed('job'));
    expect(await (await ask('/render/job')).text()).toBe(text);
  });

  test('rejects an unknown job and an invalid id', async () => {
    const { ask } = await openAdapter();
    const unknown = await problemIn(await ask('/render/unknown'), 'job_not_found');
    expect(unknown).toMatchObject({ detail: 'Job unknown does not exist.', details: { jobId: 'unknown' } });
    const invalid = await problemIn(await ask('/render/No_One'), 'request_invalid');
    expect(invalid.detail).toContain('jobId');
  });

  test('returns nothing of a job that has only an outcome', async () => {
    const { adapter, ask } = await openAdapter();
    await createOutcome(adapter.store, 'job', completed('job'));
    await problemIn(await ask('/render/job'), 'job_not_found');
  });
});
