/** Measures consecutive stages. */
export class StageTimer<Stage extends string> {
  readonly #seconds = new Map<Stage, number>();
  readonly #startMs = performance.now();
  #lapMs = this.#startMs;

  /** Ends a stage: the time since the previous one ended, or since the start, counts for it. */
  lap(stage: Stage): void {
    const nowMs = performance.now();
    this.#seconds.set(stage, secondsBetween(this.#lapMs, nowMs));
    this.#lapMs = nowMs;
  }

  seconds(stage: Stage): number {
    return this.#seconds.get(stage) ?? 0;
  }

  total(): number {
    return secondsBetween(this.#startMs, performance.now());
  }
}

/** Time between two readings of `performance.now()`, in whole milliseconds. */
export function secondsBetween(startMs: number, endMs: number): number {
  return Math.round(endMs - startMs) / 1000;
}
