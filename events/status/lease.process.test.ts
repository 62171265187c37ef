import { describe, expect, onTestFinished, test } from 'vitest';
import { z } from 'zod';
import { readDocument, writeDocument } from '../../storage/documents.js';
import type { Store } from '../../storage/store.js';
import { leased } from '../../test/fixtures/leased.js';
import { ManualClock } from '../../test/fixtures/manual-clock.js';
import { nodeProcess } from '../../test/fixtures/node-process.js';
import { onEveryStore } from '../../test/fixtures/stores.js';
import { isLease, lastHeartbeat, acquireLease, type Lease, type ObservedLease } from './lease.js';
import { jobKeys } from './keys.js';

const key = jobKeys.lease('job');
const leaseSeconds = 15;
const heartbeatMs = 5000;

/** Acquires the lease on `job`, which must be free. */
async function acquired(store: Store, name: string, clock: ManualClock): Promise<Lease> {
  const lease = await leased(store, 'job', { name, leaseSeconds, clock });
  onTestFinished(() => lease.stop());
  return lease;
}

/** What another process observes, which finds a lease that is held. */
async function observed(store: Store, clock: ManualClock, before?: ObservedLease): Promise<ObservedLease> {
  const lease = await acquireLease(store, 'job', { name: 'second', leaseSeconds, clock }, before);
  if (isLease(lease)) throw new Error('acquired from a live owner');
  return lease;
}

describe('acquireLease', () => {
  onEveryStore((open) => {
    test('writes one document, and succeeds for one of many callers', async () => {
      const { store } = await open();
      const clock = new ManualClock();
      const tries = Array.from({ length: 20 }, (_, i) =>
        acquireLease(store, 'job', { name: `p${String(i)}`, leaseSeconds, clock }),
      );
      const leases = (await Promise.all(tries)).filter(isLease);
      for (const lease of leases) lease.stop();
      expect(leases.map(({ attempt }) => attempt)).toEqual([1]);
      const document: unknown = JSON.parse((await readDocument(store, key))?.text ?? '');
      expect(document).toMatchObject({ attempt: 1, heartbeat: 0, released: false });
    });

    test('does not take over a lease while its owner sends heartbeats', async () => {
      const { store } = await open();
      const clock = new ManualClock();
      const lease = await acquired(store, 'first', clock);
      let seen = await observed(store, clock);
      for (let heartbeats = 0; heartbeats < 7; heartbeats++) {
        await clock.advanceToNextSleep(heartbeatMs);
        seen = await observed(store, clock, seen);
      }
      expect(clock.monotonicMs()).toBeGreaterThan(2 * 1000 * leaseSeconds);
      expect(lease.lost.aborted).toBe(false);
    });

    test('takes over the lease of a dead owner after the lease time, not before', async () => {
      const { store } = await open();
      const clock = new ManualClock();
      (await acquired(store, 'first', clock)).stop();
      const seen = await observed(store, clock);
      clock.advance(1000 * leaseSeconds - 1);
      expect(await observed(store, clock, seen)).toEqual(seen);
      clock.advance(1);
      const lease = await acquireLease(store, 'job', { name: 'second', leaseSeconds, clock }, seen);
      if (!isLease(lease)) throw new Error('the lease is held');
      lease.stop();
      expect(lease.attempt).toBe(2);
    });

    test('takes over the lease of a dead owner for one of many waiting callers', async () => {
      const { store } = await open();
      const clock = new ManualClock();
      (await acquired(store, 'first', clock)).stop();
      const seen = await observed(store, clock);
      clock.advance(1000 * leaseSeconds);
      const tries = Array.from({ length: 20 }, (_, i) =>
        acquireLease(store, 'job', { name: `p${String(i)}`, leaseSeconds, clock }, seen),
      );
      const leases = (await Promise.all(tries)).filter(isLease);
      for (const lease of leases) lease.stop();
      expect(leases.map(({ attempt }) => attempt)).toEqual([2]);
    });

    test('acquires a released lease at once', async () => {
      const { store } = await open();
      const clock = new ManualClock();
      await (await acquired(store, 'first', clock)).release();
      expect(await lastHeartbeat(store, 'job')).toBeUndefined();
      expect((await acquired(store, 'second', clock)).attempt).toBe(2);
    });

    test('aborts the lease of an owner that was replaced, which then leaves the document unchanged', async () => {
      const { store } = await open();
      const clock = new ManualClock();
      const lease = await acquired(store, 'first', clock);
      await writeDocument(store, key, leaseDocument('second', 2));
      clock.advance(heartbeatMs);
      await aborted(lease.lost);
      expect(lease.lost.reason).toMatchObject({ code: 'job_busy' });
      await lease.release();
      expect((await readDocument(store, key))?.text).toBe(leaseDocument('second', 2));
    });

    test('records a heartbeat that lastHeartbeat returns', async () => {
      const { store } = await open();
      expect(await lastHeartbeat(store, 'job')).toBeUndefined();
      await acquired(store, 'first', new ManualClock());
      expect(await lastHeartbeat(store, 'job')).toEqual((await store.head(key))?.modified);
    });

    test('succeeds for one of several processes', async () => {
      const { environment } = await open();
      const owners = ['a', 'b', 'c'].map((owner) =>
        nodeProcess('test/fixtures/leasing-process', ['30', owner], environment),
      );
      const won = (await Promise.all(owners)).map((text) => z.array(z.int()).parse(JSON.parse(text)));
      expect(won.flat().sort((a, b) => a - b)).toEqual(Array.from({ length: 30 }, (_, i) => i));
    });
  });
});

function leaseDocument(owner: string, attempt: number): string {
  return JSON.stringify({ owner, attempt, heartbeat: 0, released: false });
}

async function aborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return;
  await new Promise((resolve) => {
    signal.addEventListener('abort', resolve, { once: true });
  });
}
