import { expect, onTestFinished, test } from 'vitest';
import { systemClock } from '../../domain/clock.js';
import { acquireLease, isLease } from '../../events/status/lease.js';
import { FolderStore } from '../../storage/folder/folder-store.js';
import { leased } from '../../test/fixtures/leased.js';
import { temporaryFolder } from '../../test/fixtures/temporary-folder.js';
import { recordStall, stalledError } from './stalled-render.js';

async function leaseBy(store: FolderStore, name: string) {
  const lease = await leased(store, 'job', { name });
  onTestFinished(() => lease.stop());
  return lease;
}

test('recordStall releases the lease of that process, and the next one knows', async () => {
  const store = new FolderStore(await temporaryFolder());
  await leaseBy(store, 'first');
  await recordStall(store, 'job', 'first');
  const second = await leaseBy(store, 'second');
  expect(second).toMatchObject({ attempt: 2, failures: ['render_stalled'] });
  expect(stalledError(second.failures)).toBeUndefined();
  await recordStall(store, 'job', 'second');
  const third = await leaseBy(store, 'third');
  expect(stalledError(third.failures)).toMatchObject({ code: 'render_stalled', details: { attempts: 2 } });
});

test('recordStall leaves the lease of another process, and a job without one', async () => {
  const store = new FolderStore(await temporaryFolder());
  await recordStall(store, 'job', 'first');
  await leaseBy(store, 'second');
  await recordStall(store, 'job', 'first');
  const other = { name: 'third', leaseSeconds: 60, clock: systemClock };
  expect(isLease(await acquireLease(store, 'job', other))).toBe(false);
});
