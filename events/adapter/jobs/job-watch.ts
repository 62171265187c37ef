import type { Clock } from '../../../domain/clock.js';
import { RenderError } from '../../../errors/render-error.js';
import type { Store } from '../../../storage/store.js';
import { readJob, type Job } from '../../status/job.js';

const pollIntervalMs = 500;
/** The share of all watchers that one client may have. */
const maxShareOfClient = 0.25;
const retryAfterSeconds = 5;

/** Polls jobs for clients that follow them, with one poll per job however many clients follow it. */
export class JobWatch {
  readonly #store: Store;
  readonly #maxWatchers: number;
  readonly #clock: Clock;
  readonly #polls = new Map<string, Promise<Job | undefined>>();
  /** Those under way. */
  readonly #firstReads = new Map<string, Promise<Job | undefined>>();
  readonly #watchers = new Map<string, number>();
  #count = 0;

  /** @param maxWatchers how many streams and waiting requests may be open at once */
  constructor({ store, clock }: { readonly store: Store; readonly clock: Clock }, maxWatchers: number) {
    this.#store = store;
    this.#clock = clock;
    this.#maxWatchers = maxWatchers;
  }

  /**
   * Registers a watcher of a client.
   * @returns a function that removes it again
   * @throws RenderError `rate_limited` if the client, or all clients together, have too many
   */
  open(client: string): () => void {
    const own = this.#watchers.get(client) ?? 0;
    const maxOwn = Math.ceil(this.#maxWatchers * maxShareOfClient);
    if (own >= maxOwn || this.#count >= this.#maxWatchers) {
      const [open, limit] = own >= maxOwn ? [own, maxOwn] : [this.#count, this.#maxWatchers];
      throw new RenderError(
        'rate_limited',
        `${String(open)} event streams and waiting requests are open; the limit is ${String(limit)} (WATCHERS_MAX). Close some, or try again in ${String(retryAfterSeconds)} s.`,
        { details: { open, limit, retryAfterSeconds } },
      );
    }
    this.#count++;
    this.#watchers.set(client, own + 1);
    let isOpen = true;
    return () => {
      if (!isOpen) return;
      isOpen = false;
      this.#count--;
      const left = (this.#watchers.get(client) ?? 1) - 1;
      if (left > 0) this.#watchers.set(client, left);
      else this.#watchers.delete(client);
    };
  }

  /** Reads a job now, together with all who begin to follow it at the same time. @returns undefined if there is none */
  first(jobId: string): Promise<Job | undefined> {
    const current = this.#firstReads.get(jobId);
    if (current) return current;
    const read = readJob(this.#store, jobId).finally(() => this.#firstReads.delete(jobId));
    this.#firstReads.set(jobId, read);
    return read;
  }

  /** Reads a job after the poll interval, together with all who follow it. @returns undefined if there is none */
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
