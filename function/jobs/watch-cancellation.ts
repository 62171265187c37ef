import { RenderError } from '../../errors/render-error.js';
import { readOutcome } from '../../events/status/outcome.js';
import type { Store } from '../../storage/store.js';

const intervalMs = 500;

/**
 * Looks whether somebody has ended a job while it is rendered, which is how it is cancelled.
 * @returns a signal that aborts with `cancelled`, and a function that stops the watch
 */
export function watchCancellation(store: Store, jobId: string): { signal: AbortSignal; stop: () => void } {
  const cancellation = new AbortController();
  let looking = false;
  const timer = setInterval(() => {
    if (looking) return;
    looking = true;
    readOutcome(store, jobId)
      .then((outcome) => {
        if (outcome) cancellation.abort(new RenderError('cancelled', `job ${jobId} was cancelled`));
      })
      // A store that does not answer for a moment is asked again.
      .catch(() => undefined)
      .finally(() => {
        looking = false;
      });
  }, intervalMs);
  return { signal: cancellation.signal, stop: () => clearInterval(timer) };
}
