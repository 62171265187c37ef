const repeatAfterMs = 60_000;

/**
 * Decides which faults of a probe or a loop are logged: the first one, one with another reason, and a
 * reminder after a minute. A probe may run many times a second.
 */
export class FaultLog {
  #reason: string | undefined;
  #loggedMs = -Infinity;
  readonly #nowMs: () => number;

  /** @param nowMs a clock in milliseconds */
  constructor(nowMs: () => number = () => performance.now()) {
    this.#nowMs = nowMs;
  }

  /** Whether this fault should be logged; if so, it counts as logged. */
  isNew(reason: string): boolean {
    const nowMs = this.#nowMs();
    if (reason === this.#reason && nowMs - this.#loggedMs < repeatAfterMs) return false;
    this.#reason = reason;
    this.#loggedMs = nowMs;
    return true;
  }

  /** Forgets the fault, because it has passed. */
  clear(): void {
    this.#reason = undefined;
  }
}

/** Describes an error and its causes in one line, without stacks. */
export function reasonOf(thrown: unknown): string {
  if (!(thrown instanceof Error)) return String(thrown);
  const own = thrown.name === 'Error' ? thrown.message : `${thrown.name}: ${thrown.message}`;
  return thrown.cause === undefined ? own : `${own} (${reasonOf(thrown.cause)})`;
}
