import { setTimeout as sleep } from 'node:timers/promises';
import pRetry from 'p-retry';
import { retryAfterSeconds } from './fetch-errors.js';

interface RetryOptions {
  /** Attempts after the first one. */
  readonly retries: number;
  /** Pauses in milliseconds; each is `factor` times as long as the one before. */
  readonly minTimeout: number;
  readonly maxTimeout: number;
  readonly factor: number;
  readonly isTransient: (error: unknown) => boolean;
  readonly signal: AbortSignal;
  /** Whether `signal` aborts when the time is up; then a pause may reach beyond it. */
  readonly abortsAtEnd: boolean;
}

/**
 * Repeats what fails for a reason that may pass, after growing pauses that are at least as long as the
 * server asks for (`Retry-After`). It does not wait for a server that asks for more time than there is.
 * @param endMs when the time is up, on the clock of `performance.now`
 * @throws the last error; the reason of the abort
 */
export async function retryUntil<T>(
  endMs: number,
  attempt: () => Promise<T>,
  { isTransient, abortsAtEnd, ...options }: RetryOptions,
): Promise<T> {
  return pRetry(attempt, {
    ...options,
    shouldRetry: async ({ error, attemptNumber }) => {
      const pauseMs = Math.min(
        options.maxTimeout,
        options.minTimeout * options.factor ** (attemptNumber - 1),
      );
      const askedMs = retryAfterSeconds(error) * 1000;
      const waitMs = Math.max(pauseMs, askedMs);
      const neededMs = abortsAtEnd ? askedMs : waitMs;
      if (!isTransient(error) || performance.now() + neededMs >= endMs) return false;
      // pRetry itself waits for `pauseMs`.
      await sleep(waitMs - pauseMs, undefined, { signal: options.signal });
      return true;
    },
  });
}
