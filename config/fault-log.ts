const repeatAfterMs = 60_000;

/**
 * Decides which faults of a probe or a loop are logged: each reason once, with a reminder after a minute.
 * A probe may run many times a second, and a loop may meet the same fault in each of many jobs.
 */
export class FaultLog {
  /** When each reason was last logged, the oldest first. */
  readonly #loggedMs = new Map<string, number>();
  readonly #nowMs: () => number;

  /** @param nowMs a clock in milliseconds */
  constructor(nowMs: () => number = () => performance.now()) {
    this.#nowMs = nowMs;
  }

  /** Whether this fault should be logged; if so, it counts as logged. */
  isNew(reason: string): boolean {
    const nowMs = this.#nowMs();
    for (const [logged, atMs] of this.#loggedMs) {
      if (nowMs - atMs < repeatAfterMs) break;
      this.#loggedMs.delete(logged);
    }
    if (this.#loggedMs.has(reason)) return false;
    this.#loggedMs.set(reason, nowMs);
    return true;
  }

  /** Forgets all faults, because they have passed. */
  clear(): void {
    this.#loggedMs.clear();
  }
}

/** Describes an error and its causes in one line, without stacks. */
export function reasonOf(thrown: unknown): string {
  if (!(thrown instanceof Error)) return String(thrown);
  const own = thrown.name === 'Error' ? thrown.message : `${thrown.name}: ${thrown.message}`;
  return thrown.cause === undefined ? own : `${own} (${reasonOf(thrown.cause)})`;
}
