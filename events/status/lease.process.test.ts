import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, onTestFinished, test } from 'vitest';
import { z } from 'zod';
import { readDocument, writeDocument } from '../../storage/documents.js';
import type { Store } from '../../storage/store.js';
import { nodeProcess } from '../../test/fixtures/node-process.js';
import { onEveryStore } from '../../test/fixtures/stores.js';
import { isLease, lastHeartbeat, acquireLease, type Lease, type ObservedLease } from './lease.js';
import { jobKeys } from './keys.js';

const key = jobKeys.lease('job');
const seconds = 0.6;
/** Long enough for no heartbeat during a test, even on a slow machine. */
const longSeconds = 60;

/** Acquires the lease on `job`, which must be free. */
async function acquired(store: Store, owner: string, leaseSeconds = seconds): Promise<Lease> {
  const lease = await acquireLease(store, 'job', owner, leaseSeconds);
  if (!isLease(lease)) throw new Error('the lease is held');
  onTestFinished(() => lease.stop());
  return lease;
}

/** Tries until it acquires the lease, as a waiting process does. */
async function awaited(store: Store, owner: string): Promise<{ lease: Lease; afterMs: number }> {
  const startMs = performance.now();
  let observed: ObservedLease | undefined;
  for (;;) {
    const lease = await acquireLease(store, 'job', owner, seconds, observed);
    if (isLease(lease)) {
      onTestFinished(() => lease.stop());
      return { lease, afterMs: performance.now() - startMs };
    }
    observed = lease;
    await sleep(50);
  }
}

describe('acquireLease', () => {
  onEveryStore((open) => {
    test('writes one document, and succeeds for one of many callers', async () => {
      const { store } = await open();
      const tries = Array.from({ length: 20 }, (_, i) =>
        acquireLease(store, 'job', `p${String(i)}`, longSeconds),
      );
      const leases = (await Promise.all(tries)).filter(isLease);
      for (const lease of leases) lease.stop();
      expect(leases.map(({ attempt }) => attempt)).toEqual([1]);
      const document: unknown = JSON.parse((await readDocument(store, key))?.text ?? '');
      expect(document).toMatchObject({ attempt: 1, heartbeat: 0, released: false });
    });

    test('does not take over a lease while its owner sends heartbeats', async () => {
      const { store } = await open();
      const leaseSeconds = 3;
      const lease = await acquired(store, 'first', leaseSeconds);
      const endMs = performance.now() + 1.5 * leaseSeconds * 1000;
      let observed: ObservedLease | undefined;
      while (performance.now() < endMs) {
        const other = await acquireLease(store, 'job', 'second', leaseSeconds, observed);
        if (isLease(other)) throw new Error('acquired from a live owner');
        observed = other;
        await sleep(100);
      }
      expect(lease.lost.aborted).toBe(false);
    });

    test('takes over the lease of a dead owner after the lease time, not before', async () => {
      const { store } = await open();
      (await acquired(store, 'first')).stop();
      const { lease, afterMs } = await awaited(store, 'second');
      expect(lease.attempt).toBe(2);
      expect(afterMs).toBeGreaterThanOrEqual(seconds * 1000);
    });

    test('takes over the lease of a dead owner for one of many waiting callers', async () => {
      const { store } = await open();
      const first = await acquireLease(store, 'job', 'first', longSeconds);
      if (!isLease(first)) throw new Error('the lease is held');
      first.stop();
      const observed = await acquireLease(store, 'job', 'other', longSeconds);
      if (isLease(observed)) throw new Error('acquired from a live owner');
      const late = { ...observed, sinceMs: performance.now() - longSeconds * 1000 };
      const tries = Array.from({ length: 20 }, (_, i) =>
        acquireLease(store, 'job', `p${String(i)}`, longSeconds, late),
      );
      const leases = (await Promise.all(tries)).filter(isLease);
      for (const lease of leases) lease.stop();
      expect(leases.map(({ attempt }) => attempt)).toEqual([2]);
    });

    test('acquires a released lease at once', async () => {
      const { store } = await open();
      await (await acquired(store, 'first')).release();
      expect(await lastHeartbeat(store, 'job')).toBeUndefined();
      expect((await acquired(store, 'second')).attempt).toBe(2);
    });

    test('aborts the lease of an owner that was replaced, which then leaves the document unchanged', async () => {
      const { store } = await open();
      const lease = await acquired(store, 'first');
      await writeDocument(store, key, leaseDocument('second', 2));
      await aborted(lease.lost);
      expect(lease.lost.reason).toMatchObject({ code: 'job_busy' });
      await lease.release();
      expect((await readDocument(store, key))?.text).toBe(leaseDocument('second', 2));
    });

    test('records a heartbeat that lastHeartbeat returns', async () => {
      const { store } = await open();
      expect(await lastHeartbeat(store, 'job')).toBeUndefined();
      const beforeMs = Date.now();
      await acquired(store, 'first');
      const changedMs = (await lastHeartbeat(store, 'job'))?.getTime();
      // Buckets count whole seconds.
      expect(changedMs).toBeGreaterThan(beforeMs - 1000);
      expect(changedMs).toBeLessThan(Date.now() + 1000);
    });

    test('succeeds for one of several processes', { timeout: 120_000 }, async () => {
      const { environment } = await open();
      const owners = ['a', 'b', 'c', 'd'].map((owner) =>
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
