import { describe, expect, test } from 'vitest';
import { writeDocument } from '../../storage/documents.js';
import { FolderStore } from '../../storage/folder/folder-store.js';
import { cancelled, completed, requested } from '../../test/fixtures/events.js';
import { ManualClock } from '../../test/fixtures/manual-clock.js';
import { temporaryFolder } from '../../test/fixtures/temporary-folder.js';
import { serializeEvent } from '../contract/events.js';
import { readJob } from './job.js';
import { jobKeys } from './keys.js';
import { acquireLease, isLease, lastHeartbeat } from './lease.js';
import { createOutcome, readOutcome } from './outcome.js';
import { createRequest, isRequestTorn, readRequest } from './request.js';

async function emptyStore() {
  return new FolderStore(await temporaryFolder());
}

describe.each(['', '{"specversion":"1.0","typ'])('a document that was torn to %j', (text) => {
  test('as a lease counts as none, and is replaced', async () => {
    const store = await emptyStore();
    await writeDocument(store, jobKeys.lease('job'), text);
    expect(await lastHeartbeat(store, 'job')).toBeUndefined();
    const lease = await acquireLease(store, 'job', {
      name: 'owner',
      leaseSeconds: 600,
      clock: new ManualClock(),
    });
    if (!isLease(lease)) throw new Error('the lease is held');
    expect(lease.attempt).toBe(1);
    await lease.release();
  });

  test('as a request counts as missing, and is replaced by the next one', async () => {
    const store = await emptyStore();
    await writeDocument(store, jobKeys.request('job'), text);
    expect([await readRequest(store, 'job'), await readJob(store, 'job')]).toEqual([undefined, undefined]);
    expect([await isRequestTorn(store, 'job'), await isRequestTorn(store, 'other')]).toEqual([true, false]);
    expect(await createRequest(store, 'job', requested('job'))).toBe(true);
    expect((await readJob(store, 'job'))?.state).toBe('queued');
  });

  test('as an outcome counts as missing, and the next one is recorded', async () => {
    const store = await emptyStore();
    await writeDocument(store, jobKeys.outcome('job'), text);
    expect(await readOutcome(store, 'job')).toBeUndefined();
    await createOutcome(store, 'job', cancelled('job'));
    expect((await createOutcome(store, 'job', completed('job'))).type).toBe('render.cancelled');
  });

  test('as progress is ignored', async () => {
    const store = await emptyStore();
    await createRequest(store, 'job', requested('job'));
    await writeDocument(store, jobKeys.progress('job'), text);
    expect((await readJob(store, 'job'))?.state).toBe('queued');
  });
});

test('an outcome of a type that this version does not know is kept', async () => {
  const store = await emptyStore();
  const text = serializeEvent(cancelled('job').cloneWith({ type: 'render.paused' }));
  await writeDocument(store, jobKeys.outcome('job'), text);
  await expect(createOutcome(store, 'job', completed('job'))).rejects.toThrow('is not the outcome');
});
