import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { RenderError } from '../../errors/render-error.js';
import { readDocument } from '../../storage/documents.js';
import { FolderStore } from '../../storage/folder/folder-store.js';
import type { Store } from '../../storage/store.js';
import { faultyStore } from '../../test/fixtures/faulty-store.js';
import { temporaryFolder } from '../../test/fixtures/temporary-folder.js';
import { isLease, acquireLease, type Lease } from './lease.js';
import { jobKeys } from './keys.js';

const seconds = 0.6;

async function leaseOn(store: Store): Promise<Lease> {
  const lease = await acquireLease(store, 'job', 'owner', seconds);
  if (!isLease(lease)) throw new Error('the lease is held');
  onTestFinished(() => lease.stop());
  return lease;
}

describe('a lease on a store with faults', () => {
  test('survives a store that is briefly unavailable', async () => {
    let faults = 0;
    const folder = new FolderStore(await temporaryFolder());
    const fault = () => (faults-- > 0 ? new RenderError('store_unavailable', 'unavailable') : undefined);
    const lease = await leaseOn(faultyStore(folder, fault));
    faults = 1;
    await vi.waitFor(() => expect(faults).toBeLessThan(-2), { timeout: 25_000 });
    expect(lease.lost.aborted).toBe(false);
    await lease.release();
  });

  test('survives a heartbeat that was written although the response was lost', async () => {
    const folder = new FolderStore(await temporaryFolder());
    let lost = 0;
    const store: Store = {
      ...faultyStore(folder, () => undefined),
      async put(key, body, options) {
        const answer = await folder.put(key, body, options);
        if (typeof options.only !== 'object' || lost > 0) return answer;
        lost++;
        throw new RenderError('store_unavailable', 'the response was lost');
      },
    };
    const lease = await leaseOn(store);
    const storedHeartbeat = async () =>
      Number(/"heartbeat":(\d+)/.exec((await readDocument(folder, jobKeys.lease('job')))?.text ?? '')?.[1]);
    await vi.waitFor(async () => expect(await storedHeartbeat()).toBeGreaterThan(2), { timeout: 25_000 });
    expect(lost).toBe(1);
    expect(lease.lost.aborted).toBe(false);
  });

  test('is lost if the store is unavailable for longer than the lease time', async () => {
    let isUnavailable = false;
    const folder = new FolderStore(await temporaryFolder());
    const fault = () => (isUnavailable ? new RenderError('store_unavailable', 'unavailable') : undefined);
    const lease = await leaseOn(faultyStore(folder, fault));
    isUnavailable = true;
    const startMs = performance.now();
    await vi.waitFor(() => expect(lease.lost.aborted).toBe(true), { timeout: 25_000 });
    expect(performance.now() - startMs).toBeGreaterThan(seconds * 1000 - 250);
    expect(lease.lost.reason).toMatchObject({ code: 'store_unavailable' });
  });

  test('is lost at once if the store refuses a heartbeat', async () => {
    let refuses = false;
    const folder = new FolderStore(await temporaryFolder());
    const refused = new RenderError('store_refused', 'expired');
    const lease = await leaseOn(faultyStore(folder, () => (refuses ? refused : undefined)));
    refuses = true;
    await vi.waitFor(() => expect(lease.lost.aborted).toBe(true), { timeout: seconds * 1000 });
    expect(lease.lost.reason).toBe(refused);
  });

  test('writes nothing after it was stopped', async () => {
    const store = new FolderStore(await temporaryFolder());
    const lease = await leaseOn(store);
    lease.stop();
    const text = (await readDocument(store, jobKeys.lease('job')))?.text;
    await sleep(2 * seconds * 1000);
    expect((await readDocument(store, jobKeys.lease('job')))?.text).toBe(text);
    expect(lease.lost.aborted).toBe(false);
  });

  test('can be acquired after the lease time if the first response was lost', async () => {
    const folder = new FolderStore(await temporaryFolder());
    let lost = false;
    const losing: Store = {
      ...faultyStore(folder, () => undefined),
      async put(key, body, options) {
        const answer = await folder.put(key, body, options);
        if (lost) return answer;
        lost = true;
        return undefined;
      },
    };
    const observed = await acquireLease(losing, 'job', 'owner', seconds);
    if (isLease(observed)) throw new Error('expected a lease that seems to be held');
    const late = { ...observed, sinceMs: observed.sinceMs - seconds * 1000 };
    const lease = await acquireLease(losing, 'job', 'owner', seconds, late);
    if (!isLease(lease)) throw new Error('the lease is held');
    lease.stop();
    expect(lease.attempt).toBe(2);
  });
});
