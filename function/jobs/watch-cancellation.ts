import type { Clock } from '../../domain/clock.js';
import { RenderError } from '../../errors/render-error.js';
import { readOutcome } from '../../events/status/outcome.js';
import type { Store } from '../../storage/store.js';

const intervalMs = 500;

/**
 * Polls the store for an outcome of a job while it renders: creating one cancels the job.
 * @returns a signal that aborts with `cancelled`, and a function that stops polling
 */
export function watchCancellation(
  store: Store,
  jobId: string,
  clock: Clock,
): { signal: AbortSignal; stop: () => void } {
  const cancellation = new AbortController();
  const stopped = new AbortController();
  const watch = async () => {
    while (!cancellation.signal.aborted) {
      await clock.sleep(intervalMs, stopped.signal);
      // The store may be unavailable for a moment; the next poll asks again.
      const outcome = await readOutcome(store, jobId).catch(() => undefined);
      if (outcome) cancellation.abort(new RenderError('cancelled', `Job ${jobId} was canceled.`));
    }
  };
  // Ends when `stop` aborts its sleep.
  watch().catch(() => undefined);
  return { signal: cancellation.signal, stop: () => stopped.abort() };
}
