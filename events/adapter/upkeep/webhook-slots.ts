import { RenderError } from '../../../errors/render-error.js';

/** Deliveries to one receiver at a time. */
const maxPerReceiver = 2;
/** An outcome that was not delivered is forgotten after this many others. */
const maxRemembered = 10_000;
const firstTimeoutMs = 5000;
const timeoutMs = 15_000;

/**
 * Shares this process's deliveries between receivers: one that is slow or gone delays its own webhooks only. A
 * delivery that finds its receiver busy ends at once, and the broker repeats it after a pause.
 */
export class WebhookSlots {
  readonly #active = new Map<string, number>();
  /** Outcomes whose first attempt has failed, the oldest first. */
  readonly #failed = new Set<string>();

  /**
   * Runs one attempt to deliver an outcome.
   * @param receiver host and port of its callback URL
   * @param attempt is given the time that it may take: the first attempt gets less, because most receivers answer at
   *   once or not at all
   * @throws RenderError `rate_limited` if the receiver is busy with other deliveries; what `attempt` throws
   */
  async run<T>(receiver: string, outcomeId: string, attempt: (timeoutMs: number) => Promise<T>): Promise<T> {
    const active = this.#active.get(receiver) ?? 0;
    if (active >= maxPerReceiver) {
      throw new RenderError(
        'rate_limited',
        `${String(active)} webhooks to ${receiver} are on their way, which is the limit. Deliver the outcome again later.`,
        { details: { retryAfterSeconds: 1 } },
      );
    }
    this.#active.set(receiver, active + 1);
    try {
      const result = await attempt(this.#failed.has(outcomeId) ? timeoutMs : firstTimeoutMs);
      this.#failed.delete(outcomeId);
      return result;
    } catch (error) {
      this.#remember(outcomeId);
      throw error;
    } finally {
      const left = (this.#active.get(receiver) ?? 1) - 1;
      if (left > 0) this.#active.set(receiver, left);
      else this.#active.delete(receiver);
    }
  }

  #remember(outcomeId: string): void {
    this.#failed.add(outcomeId);
    for (const oldest of this.#failed) {
      if (this.#failed.size <= maxRemembered) break;
      this.#failed.delete(oldest);
    }
  }
}
