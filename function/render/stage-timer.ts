import { recordSpan } from '../../config/tracing.js';

/** Measures consecutive stages in whole milliseconds, which add up exactly. */
export class StageTimer<Stage extends string> {
  readonly #ms = new Map<Stage, number>();
  readonly #startMs = performance.now();
  /** Since the start, when the last stage ended. */
  #lapMs = 0;

  /** Ends a stage: the time since the previous one ended, or since the start, counts for it, and is a span. */
  lap(stage: Stage): void {
    const elapsedMs = this.#elapsedMs();
    this.#ms.set(stage, elapsedMs - this.#lapMs);
    recordSpan(stage, this.#startMs + this.#lapMs, this.#startMs + elapsedMs);
    this.#lapMs = elapsedMs;
  }

  /** How long a stage took; 0 before it has ended. */
  seconds(stage: Stage): number {
    return (this.#ms.get(stage) ?? 0) / 1000;
  }

  total(): number {
    return this.#elapsedMs() / 1000;
  }

  #elapsedMs(): number {
    return Math.round(performance.now() - this.#startMs);
  }
}

/** Time between two readings of `performance.now()`, in whole milliseconds. */
export function secondsBetween(startMs: number, endMs: number): number {
  return Math.round(endMs - startMs) / 1000;
}
