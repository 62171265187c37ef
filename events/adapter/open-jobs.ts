import { setTimeout as sleep } from 'node:timers/promises';
import { reasonOf, type FaultLog } from '../../config/fault-log.js';
import type { Logger } from '../../config/logger.js';
import { RenderError } from '../../errors/render-error.js';
import type { Clock } from '../../domain/clock.js';
import type { Store } from '../../storage/store.js';
import { jobKeys } from '../status/keys.js';
import { listEntries } from '../status/outbox.js';

/** Several scrapers, and a metric that is drawn twice, ask within seconds. */
const freshMs = 5000;

/** The unfinished jobs of the store. */
interface OpenJobs {
  readonly count: number;
  /** How long ago the oldest of them was requested; 0 without open jobs. */
  readonly oldestSeconds: number;
}

/** How open jobs are counted. */
export interface CountSettings {
  /** Jobs are counted up to this number. */
  readonly maxJobs: number;
  /** The maximum time for counting. */
  readonly timeoutMs: number;
  readonly faults: FaultLog;
  readonly log: Pick<Logger, 'warn'>;
  readonly clock: Clock;
}

/**
 * Counts the unfinished jobs of a store, at most every five seconds. When a job was requested never
 * changes, so each is asked for once.
 */
export class OpenJobCounter {
  readonly #store: Store;
  readonly #settings: CountSettings;
  readonly #clock: Clock;
  /** When the jobs that are still open were requested. */
  #requestedMs = new Map<string, number>();
  #last: { readonly atMs: number; readonly jobs: Promise<OpenJobs | undefined> } | undefined;

  constructor(store: Store, settings: CountSettings) {
    this.#store = store;
    this.#settings = settings;
    this.#clock = settings.clock;
  }

  /** @returns undefined while the store does not answer, which is logged once */
  async count(): Promise<OpenJobs | undefined> {
    const nowMs = this.#clock.monotonicMs();
    if (!this.#last || nowMs - this.#last.atMs >= freshMs) {
      this.#last = { atMs: nowMs, jobs: this.#countOrLog() };
    }
    return this.#last.jobs;
  }

  async #countOrLog(): Promise<OpenJobs | undefined> {
    const { faults, log, timeoutMs } = this.#settings;
    try {
      const jobs = await withTimeout(this.#countNow(), timeoutMs);
      faults.clear();
      return jobs;
    } catch (error) {
      // The next scrape tries again.
      this.#last = undefined;
      const reason = reasonOf(error);
      if (faults.isNew(reason)) {
        log.warn(
          { event: 'jobs.uncountable', reason },
          'Open jobs cannot be counted: the store does not answer',
        );
      }
      return undefined;
    }
  }

  async #countNow(): Promise<OpenJobs> {
    const jobIds = await listEntries(this.#store, 'pending', this.#settings.maxJobs);
    const times = await Promise.all(
      jobIds.map(async (jobId) => [jobId, await this.#requested(jobId)] as const),
    );
    const known = times.flatMap(([jobId, ms]) => (ms === undefined ? [] : [[jobId, ms] as const]));
    this.#requestedMs = new Map(known);
    const oldestMs = Math.min(this.#clock.epochMs(), ...this.#requestedMs.values());
    return { count: jobIds.length, oldestSeconds: (this.#clock.epochMs() - oldestMs) / 1000 };
  }

  /** By the clock of the store; undefined if the entry has no request yet. */
  async #requested(jobId: string): Promise<number | undefined> {
    const known = this.#requestedMs.get(jobId);
    return known ?? (await this.#store.head(jobKeys.request(jobId)))?.modified.getTime();
  }
}

async function withTimeout<T>(counting: Promise<T>, timeoutMs: number): Promise<T> {
  const counted = await Promise.race([counting, sleep(timeoutMs, undefined, { ref: false })]);
  if (counted !== undefined) return counted;
  throw new RenderError(
    'store_unavailable',
    `The store did not list its objects within ${String(timeoutMs / 1000)} s`,
  );
}
