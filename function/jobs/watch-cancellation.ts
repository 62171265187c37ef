import { RenderError } from '../../errors/render-error.js';
import { readOutcome } from '../../events/status/outcome.js';
import type { Store } from '../../storage/store.js';

const intervalMs = 500;

/**
 * Polls the store for an outcome of a job while it renders: creating one cancels the job.
 * @returns a signal that aborts with `cancelled`, and a function that stops polling
 */
export function watchCancellation(store: Store, jobId: string): { signal: AbortSignal; stop: () => void } {
  const cancellation = new AbortController();
  let looking = false;
  const timer = setInterval(() => {
    if (looking) return;
    looking = true;
    readOutcome(store, jobId)
      .then((outcome) => {
        if (outcome) cancellation.abort(new RenderError('cancelled', `Job ${jobId} was canceled.`));
      })
      // The store may be unavailable for a moment; the next poll asks again.
      .catch(() => undefined)
      .finally(() => {
        looking = false;
      });
  }, intervalMs);
  return { signal: cancellation.signal, stop: () => clearInterval(timer) };
}
