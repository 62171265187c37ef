import { setTimeout as sleep } from 'node:timers/promises';

/** Time, passed to whatever waits or measures, so that tests can move it. */
export interface Clock {
  /** Milliseconds since some moment. Never set back, and unrelated to the clocks of other machines. */
  monotonicMs(): number;
  /** Milliseconds since 1970, on this machine's clock. */
  epochMs(): number;
  /** Waits. @throws an `AbortError` whose cause is the signal's reason */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

/** The clock of this machine. */
export const systemClock: Clock = {
  monotonicMs: () => performance.now(),
  epochMs: () => Date.now(),
  sleep: (ms, signal) => sleep(ms, undefined, signal ? { signal } : {}),
};
