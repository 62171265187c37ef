import { describe, expect, test } from 'vitest';
import { RenderError } from '../../../errors/render-error.js';
import { openAdapter } from '../../../test/fixtures/adapter-context.js';
import { cancelled, completed, requested } from '../../../test/fixtures/events.js';
import { listEntries } from '../../status/outbox.js';
import { createOutcome, readOutcome } from '../../status/outcome.js';
import { createRequest } from '../../status/request.js';
import { endJob } from './end-job.js';

describe('endJob', () => {
  test('records the outcome, sends it, and removes the pending entry', async () => {
    const { adapter, sent } = await openAdapter();
    await createRequest(adapter.store, 'job', requested('job'));
    const outcome = cancelled('job');
    expect(await endJob('job', outcome, adapter)).toBe(outcome);
    expect((await readOutcome(adapter.store, 'job'))?.toJSON()).toEqual(outcome.toJSON());
    expect(sent).toEqual([outcome]);
    expect(await listEntries(adapter.store, 'pending')).toEqual([]);
    expect(await listEntries(adapter.store, 'undelivered')).toEqual(['job']);
  });

  test('returns the first outcome of a job that has ended, and sends nothing', async () => {
    const { adapter, sent } = await openAdapter();
    await createOutcome(adapter.store, 'job', completed('job'));
    const standing = await endJob('job', cancelled('job'), adapter);
    expect(standing.type).toBe('render.completed');
    expect(standing.data).toEqual(completed('job').data);
    expect(sent).toEqual([]);
  });

  test('ends the job even if the sink refuses the outcome, which stays undelivered', async () => {
    const { adapter, logged } = await openAdapter({}, () => {
      throw new RenderError('sink_unavailable', 'the broker is away');
    });
    await endJob('job', cancelled('job'), adapter);
    expect((await readOutcome(adapter.store, 'job'))?.type).toBe('render.cancelled');
    expect(await listEntries(adapter.store, 'undelivered')).toEqual(['job']);
    expect(logged).toContainEqual(expect.objectContaining({ event: 'sink.failed', jobId: 'job', level: 40 }));
  });
});
