import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { RenderError } from '../../errors/render-error.js';
import { createOutcome } from '../../events/status/outcome.js';
import { FolderStore } from '../../storage/folder/folder-store.js';
import type { Store } from '../../storage/store.js';
import { cancelled } from '../../test/fixtures/events.js';
import { faultyStore } from '../../test/fixtures/faulty-store.js';
import { temporaryFolder } from '../../test/fixtures/temporary-folder.js';
import { watchCancellation } from './watch-cancellation.js';

function watched(store: Store) {
  const watch = watchCancellation(store, 'job');
  onTestFinished(watch.stop);
  return watch;
}

describe('watchCancellation', () => {
  test('aborts with `cancelled` once the job has an outcome', async () => {
    const store = new FolderStore(await temporaryFolder());
    const { signal } = watched(store);
    expect(signal.aborted).toBe(false);
    await createOutcome(store, 'job', cancelled('job'));
    await vi.waitFor(() => expect(signal.aborted).toBe(true), 20_000);
    expect(signal.reason).toMatchObject({ code: 'cancelled' });
  });

  test('asks again after a poll that the store did not answer', async () => {
    const folder = new FolderStore(await temporaryFolder());
    await createOutcome(folder, 'job', cancelled('job'));
    let polls = 0;
    const store = faultyStore(folder, () =>
      polls++ === 0 ? new RenderError('store_unavailable', 'away') : undefined,
    );
    const { signal } = watched(store);
    await vi.waitFor(() => expect(signal.aborted).toBe(true), 20_000);
    expect(polls).toBeGreaterThan(1);
  });

  test('polls no more after it is stopped', async () => {
    vi.useFakeTimers();
    onTestFinished(() => {
      vi.useRealTimers();
    });
    let polls = 0;
    const store = faultyStore(new FolderStore('/nowhere'), () => {
      polls++;
      return new RenderError('store_unavailable', 'away');
    });
    const { stop } = watched(store);
    await vi.advanceTimersByTimeAsync(2000);
    expect(polls).toBeGreaterThan(0);
    const before = polls;
    stop();
    await vi.advanceTimersByTimeAsync(5000);
    expect(polls).toBe(before);
  });
});
