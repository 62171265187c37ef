import { randomUUID } from 'node:crypto';
import type { Clock } from '../../../domain/clock.js';
import { toRenderError } from '../../../errors/render-error.js';
import type { ErrorCode } from '../../../errors/table.js';
import type { Store } from '../../../storage/store.js';

/** A bucket charges for each write, and probes come every few seconds. */
const writeIntervalMs = 30_000;

/** Kubelets, load balancers, and people ask at the same time, and each answer costs a request to the store. */
const freshMs = 2000;

/** Errors of requests after which the store is written to again at the next probe. */
const doubtful: ReadonlySet<ErrorCode> = new Set(['disk_full', 'store_refused', 'store_unavailable']);

/** Whether the store can be read and written. */
export class StoreHealth {
  readonly #store: Store;
  readonly #clock: Clock;
  /** When a write last succeeded, on the clock of this process. */
  #writtenMs = -Infinity;
  /** The last check that is under way or has succeeded. */
  #last: { readonly atMs: number; readonly checked: Promise<void> } | undefined;

  constructor({ store, clock }: { readonly store: Store; readonly clock: Clock }) {
    this.#store = store;
    this.#clock = clock;
  }

  /** Notes the error of a request, which may say that the store has failed since the last write. */
  noteError(thrown: unknown): void {
    if (!doubtful.has(toRenderError(thrown).code)) return;
    this.#writtenMs = -Infinity;
    this.#last = undefined;
  }

  /**
   * Reads an object, and now and then writes and deletes a small one. A success counts for two seconds.
   * @throws what the store throws
   */
  async check(): Promise<void> {
    const nowMs = this.#clock.monotonicMs();
    if (this.#last && nowMs - this.#last.atMs < freshMs) return this.#last.checked;
    const last = { atMs: nowMs, checked: this.#checkNow() };
    this.#last = last;
    await last.checked.catch((error: unknown) => {
      if (this.#last === last) this.#last = undefined;
      throw error;
    });
  }

  async #checkNow(): Promise<void> {
    // Not HEAD: its answer has no body, so a missing bucket would look like a missing object.
    const object = await this.#store.get('health');
    object?.body.destroy();
    if (this.#clock.monotonicMs() - this.#writtenMs < writeIntervalMs) return;
    const key = `probes/${randomUUID()}`;
    await this.#store.put(key, Buffer.from('{}'), { contentType: 'application/json' });
    await this.#store.delete(key);
    this.#writtenMs = this.#clock.monotonicMs();
  }
}
