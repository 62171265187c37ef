/** Measures stages that follow one another. */
export class Stopwatch<Stage extends string> {
  readonly #seconds = new Map<Stage, number>();
  readonly #startMs = performance.now();
  #lapMs = this.#startMs;

  /** Ends a stage: the time since the last one ended, or since the start, is its own. */
  lap(stage: Stage): void {
    const nowMs = performance.now();
    this.#seconds.set(stage, (nowMs - this.#lapMs) / 1000);
    this.#lapMs = nowMs;
  }

  seconds(stage: Stage): number {
    return this.#seconds.get(stage) ?? 0;
  }

  total(): number {
    return (performance.now() - this.#startMs) / 1000;
  }
}
