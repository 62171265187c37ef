import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { RenderError } from '../../errors/render-error.js';
import { readDocument } from '../../storage/documents.js';
import { FolderStore } from '../../storage/folder/folder-store.js';
import type { Store } from '../../storage/store.js';
import { faultyStore } from '../../test/fixtures/faulty-store.js';
import { leased } from '../../test/fixtures/leased.js';
import { ManualClock } from '../../test/fixtures/manual-clock.js';
import { temporaryFolder } from '../../test/fixtures/temporary-folder.js';
import { isLease, acquireLease } from './lease.js';
import { jobKeys } from './keys.js';

const leaseSeconds = 15;
const heartbeatMs = 5000;
const unavailable = new RenderError('store_unavailable', 'unavailable');

async function leaseOn(store: Store) {
  const clock = new ManualClock();
  const lease = await leased(store, 'job', { leaseSeconds, clock });
  onTestFinished(() => lease.stop());
  return { lease, clock };
}

async function storedHeartbeat(store: Store): Promise<number> {
  const { text = '' } = (await readDocument(store, jobKeys.lease('job'))) ?? {};
  return Number(/"heartbeat":(\d+)/.exec(text)?.[1]);
}

const lost = (signal: AbortSignal) => vi.waitFor(() => expect(signal.aborted).toBe(true), 60_000);

describe('a lease on a store with faults', () => {
  test('survives a store that is unavailable for nearly the lease time', async () => {
    let isAway = false;
    const folder = new FolderStore(await temporaryFolder());
    const { lease, clock } = await leaseOn(faultyStore(folder, () => (isAway ? unavailable : undefined)));
    isAway = true;
    for (let beat = 0; beat < 3; beat++) await clock.advanceToNextSleep(heartbeatMs);
    expect(await storedHeartbeat(folder)).toBe(0);
    isAway = false;
    await clock.advanceToNextSleep(heartbeatMs);
    expect(await storedHeartbeat(folder)).toBe(4);
    expect(lease.lost.aborted).toBe(false);
    await lease.release();
  });

  test('survives a heartbeat that was written although the response was lost', async () => {
    const folder = new FolderStore(await temporaryFolder());
    let losses = 0;
    const store: Store = {
      ...faultyStore(folder, () => undefined),
      async put(key, body, options) {
        const answer = await folder.put(key, body, options);
        if (typeof options.only !== 'object' || losses > 0) return answer;
        losses++;
        throw new RenderError('store_unavailable', 'the response was lost');
      },
    };
    const { lease, clock } = await leaseOn(store);
    for (let beat = 0; beat < 3; beat++) await clock.advanceToNextSleep(heartbeatMs);
    expect(await storedHeartbeat(folder)).toBe(3);
    expect(losses).toBe(1);
    expect(lease.lost.aborted).toBe(false);
  });

  test('is lost if the store is unavailable for longer than the lease time', async () => {
    let isAway = false;
    const folder = new FolderStore(await temporaryFolder());
    const { lease, clock } = await leaseOn(faultyStore(folder, () => (isAway ? unavailable : undefined)));
    isAway = true;
    for (let beat = 0; beat < 3; beat++) await clock.advanceToNextSleep(heartbeatMs);
    expect(lease.lost.aborted).toBe(false);
    clock.advance(heartbeatMs);
    await lost(lease.lost);
    expect(lease.lost.reason).toMatchObject({ code: 'store_unavailable' });
  });

  test('is lost at once if the store refuses a heartbeat', async () => {
    let refuses = false;
    const folder = new FolderStore(await temporaryFolder());
    const refused = new RenderError('store_refused', 'expired');
    const { lease, clock } = await leaseOn(faultyStore(folder, () => (refuses ? refused : undefined)));
    refuses = true;
    clock.advance(heartbeatMs);
    await lost(lease.lost);
    expect(lease.lost.reason).toBe(refused);
  });

  test('writes nothing after it was stopped', async () => {
    const store = new FolderStore(await temporaryFolder());
    const { lease, clock } = await leaseOn(store);
    lease.stop();
    expect(clock.sleeping).toBe(0);
    clock.advance(10 * heartbeatMs);
    expect(await storedHeartbeat(store)).toBe(0);
    expect(lease.lost.aborted).toBe(false);
  });

  test('can be acquired after the lease time if the first response was lost', async () => {
    const folder = new FolderStore(await temporaryFolder());
    let isLost = false;
    const losing: Store = {
      ...faultyStore(folder, () => undefined),
      async put(key, body, options) {
        const answer = await folder.put(key, body, options);
        if (isLost) return answer;
        isLost = true;
        return undefined;
      },
    };
    const clock = new ManualClock();
    const owner = { name: 'owner', leaseSeconds, clock };
    const observed = await acquireLease(losing, 'job', owner);
    if (isLease(observed)) throw new Error('expected a lease that seems to be held');
    clock.advance(1000 * leaseSeconds);
    const lease = await acquireLease(losing, 'job', owner, observed);
    if (!isLease(lease)) throw new Error('the lease is held');
    lease.stop();
    expect(lease.attempt).toBe(2);
  });
});
