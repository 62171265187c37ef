import type { Clock } from '../../../domain/clock.js';
import type { Store } from '../../../storage/store.js';
import { ClientSlots } from '../http/client-slots.js';
import { readJob, type Job } from '../../status/job.js';

const pollIntervalMs = 500;

/** Polls jobs for clients that follow them, with one poll per job however many clients follow it. */
export class JobWatch {
  readonly #store: Store;
  readonly #slots: ClientSlots;
  readonly #clock: Clock;
  readonly #polls = new Map<string, Promise<Job | undefined>>();
  /** Those under way. */
  readonly #firstReads = new Map<string, Promise<Job | undefined>>();

  /** @param maxWatchers how many streams and waiting requests may be open at once */
  constructor({ store, clock }: { readonly store: Store; readonly clock: Clock }, maxWatchers: number) {
    this.#store = store;
    this.#clock = clock;
    this.#slots = new ClientSlots(maxWatchers, 'event streams and waiting requests', 'WATCHERS_MAX');
  }

  /**
   * Registers a watcher of a client.
   * @returns a function that removes it again
   * @throws RenderError `rate_limited` if the client, or all clients together, have too many
   */
  open(client: string): () => void {
    return this.#slots.open(client);
  }

  /** Reads a job now, together with all who begin to follow it at the same time. @returns undefined if it does not exist */
  first(jobId: string): Promise<Job | undefined> {
    const current = this.#firstReads.get(jobId);
    if (current) return current;
    const read = readJob(this.#store, jobId).finally(() => this.#firstReads.delete(jobId));
    this.#firstReads.set(jobId, read);
    return read;
  }

  /** Reads a job after the poll interval, together with all who follow it. @returns undefined if it does not exist */
  next(jobId: string): Promise<Job | undefined> {
    const current = this.#polls.get(jobId);
    if (current) return current;
    const poll = this.#clock
      .sleep(pollIntervalMs)
      .then(() => readJob(this.#store, jobId))
      .finally(() => this.#polls.delete(jobId));
    // All who follow it may have disconnected by the time it fails.
    poll.catch(() => undefined);
    this.#polls.set(jobId, poll);
    return poll;
  }

  /** Follows a job until it has ended, the time is up, or the client has disconnected. */
  async untilEnd(jobId: string, waitSeconds: number, signal: AbortSignal): Promise<Job | undefined> {
    if (waitSeconds <= 0) return readJob(this.#store, jobId);
    let job = await this.first(jobId);
    const ended = new AbortController();
    const timeUp = this.#clock
      .sleep(waitSeconds * 1000, AbortSignal.any([signal, ended.signal]))
      .then(() => 'time up' as const);
    // The client may disconnect while nothing awaits the timer.
    timeUp.catch(() => undefined);
    try {
      while (job && job.state !== 'ended') {
        const seen = await Promise.race([this.next(jobId), timeUp]);
        if (seen === 'time up') break;
        job = seen;
      }
      return job;
    } finally {
      ended.abort();
    }
  }
}
