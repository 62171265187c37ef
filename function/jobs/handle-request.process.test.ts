import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { RenderError } from '../../errors/render-error.js';
import { jobKeys } from '../../events/status/keys.js';
import { lastHeartbeat } from '../../events/status/lease.js';
import { createOutcome, readOutcome } from '../../events/status/outcome.js';
import { readRequest } from '../../events/status/request.js';
import { FolderStore } from '../../storage/folder/folder-store.js';
import type { Store } from '../../storage/store.js';
import { completed, requested } from '../../test/fixtures/events.js';
import { faultyStore } from '../../test/fixtures/faulty-store.js';
import { functionContext } from '../../test/fixtures/function-context.js';
import { leased } from '../../test/fixtures/leased.js';
import { temporaryFolder } from '../../test/fixtures/temporary-folder.js';
import { handleRequest } from './handle-request.js';

const running = new AbortController().signal;
const unknownAvatar = requested('job', { avatarId: 'missing' });

async function leaseOf(store: Store) {
  const lease = await leased(store, 'job', { name: 'another-process' });
  onTestFinished(() => lease.stop());
  return lease;
}

describe('handleRequest', () => {
  test('ends a job that cannot succeed with `render.failed`, once', async () => {
    const context = await functionContext();
    const outcome = await handleRequest(unknownAvatar, context, running);
    expect(outcome).toMatchObject({
      type: 'render.failed',
      data: { jobId: 'job', avatarId: 'missing', code: 'avatar_not_found' },
    });
    expect(await handleRequest(unknownAvatar, context, running)).toEqual(outcome);
    expect(await readOutcome(context.store, 'job')).toEqual(outcome);
  });

  test('returns the recorded outcome of a job that has ended', async () => {
    const context = await functionContext();
    const outcome = await createOutcome(context.store, 'job', completed('job'));
    expect(await handleRequest(requested('job'), context, running)).toEqual(outcome);
  });

  test('rejects a job id with other data, and leaves that job as it is', async () => {
    const context = await functionContext();
    await createOutcome(context.store, 'job', completed('job'));
    await handleRequest(requested('job'), context, running);
    const other = await handleRequest(requested('job', { avatarId: 'kenji' }), context, running);
    expect(other).toMatchObject({ type: 'render.failed', data: { code: 'job_conflict' } });
    const { jobId } = other.data;
    expect([jobId === 'job', other.subject, other.id === 'job.outcome']).toEqual([false, jobId, false]);
    expect((await readOutcome(context.store, 'job'))?.type).toBe('render.completed');
  });

  test('rejects invalid data without creating a job', async () => {
    const context = await functionContext();
    const invalid = requested('job').cloneWith({ data: { jobId: 'job', avatarId: 'no such id!' } }, false);
    const outcome = await handleRequest(invalid, context, running);
    expect(outcome).toMatchObject({
      id: expect.stringMatching(/^[\da-f]{32}\.refused$/) as string,
      type: 'render.failed',
      data: { jobId: 'job', code: 'request_invalid' },
    });
    expect(await readRequest(context.store, 'job')).toBeUndefined();
  });

  test('releases the lease when the outcome cannot be recorded, and succeeds on redelivery', async () => {
    const folder = new FolderStore(await temporaryFolder());
    let isFull = true;
    const store = faultyStore(folder, (method, key) =>
      isFull && method === 'put' && key === jobKeys.outcome('job')
        ? new RenderError('store_unavailable', 'away')
        : undefined,
    );
    const context = await functionContext(store);
    await expect(handleRequest(unknownAvatar, context, running)).rejects.toMatchObject({
      code: 'store_unavailable',
    });
    expect(await lastHeartbeat(folder, 'job')).toBeUndefined();
    isFull = false;
    expect((await handleRequest(unknownAvatar, context, running)).type).toBe('render.failed');
  });

  test('waits for the process that holds the lease, and returns its outcome', async () => {
    let leaseReads = 0;
    const store = faultyStore(new FolderStore(await temporaryFolder()), (method, key) => {
      if (method === 'get' && key === jobKeys.lease('job')) leaseReads++;
      return undefined;
    });
    const context = await functionContext(store);
    await leaseOf(store);
    const before = leaseReads;
    const handling = handleRequest(requested('job'), context, running);
    await vi.waitFor(() => expect(leaseReads).toBeGreaterThan(before), 100_000);
    const outcome = await createOutcome(context.store, 'job', completed('job'));
    expect(await handling).toEqual(outcome);
  });

  test('takes over a lease that was released', async () => {
    const context = await functionContext();
    await (await leaseOf(context.store)).release();
    expect((await handleRequest(unknownAvatar, context, running)).type).toBe('render.failed');
  });

  test('stops with the reason of the signal, and records no outcome', async () => {
    const context = await functionContext();
    const stopped = AbortSignal.abort(new RenderError('job_busy', 'The function is shutting down.'));
    await expect(handleRequest(requested('job'), context, stopped)).rejects.toMatchObject({
      code: 'job_busy',
    });
    expect(await readOutcome(context.store, 'job')).toBeUndefined();
    expect(await lastHeartbeat(context.store, 'job')).toBeUndefined();
  });
});
