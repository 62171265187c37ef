import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { RenderError } from '../../errors/render-error.js';
import { createOutcome } from '../../events/status/outcome.js';
import { FolderStore } from '../../storage/folder/folder-store.js';
import type { Store } from '../../storage/store.js';
import { cancelled } from '../../test/fixtures/events.js';
import { faultyStore } from '../../test/fixtures/faulty-store.js';
import { ManualClock } from '../../test/fixtures/manual-clock.js';
import { temporaryFolder } from '../../test/fixtures/temporary-folder.js';
import { watchCancellation } from './watch-cancellation.js';

function watched(store: Store) {
  const clock = new ManualClock();
  const watch = watchCancellation(store, 'job', clock);
  onTestFinished(watch.stop);
  return { ...watch, clock };
}

const aborted = (signal: AbortSignal) => vi.waitFor(() => expect(signal.aborted).toBe(true), 60_000);

describe('watchCancellation', () => {
  test('aborts with `cancelled` once the job has an outcome', async () => {
    const store = new FolderStore(await temporaryFolder());
    const { signal, clock } = watched(store);
    await clock.advanceToNextSleep(500);
    expect(signal.aborted).toBe(false);
    await createOutcome(store, 'job', cancelled('job'));
    clock.advance(500);
    await aborted(signal);
    expect(signal.reason).toMatchObject({ code: 'cancelled' });
  });

  test('asks again after a poll that the store did not answer', async () => {
    const folder = new FolderStore(await temporaryFolder());
    await createOutcome(folder, 'job', cancelled('job'));
    let polls = 0;
    const store = faultyStore(folder, () =>
      polls++ === 0 ? new RenderError('store_unavailable', 'away') : undefined,
    );
    const { signal, clock } = watched(store);
    await clock.advanceToNextSleep(500);
    expect([polls, signal.aborted]).toEqual([1, false]);
    clock.advance(500);
    await aborted(signal);
  });

  test('polls no more after it is stopped', async () => {
    let polls = 0;
    const store = faultyStore(new FolderStore('/nowhere'), () => {
      polls++;
      return new RenderError('store_unavailable', 'away');
    });
    const { stop, clock } = watched(store);
    await clock.advanceToNextSleep(500);
    expect(polls).toBe(1);
    stop();
    expect(clock.sleeping).toBe(0);
    clock.advance(5000);
    expect(polls).toBe(1);
  });
});
