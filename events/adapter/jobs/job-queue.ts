import PQueue from 'p-queue';
import type { Settings } from '../../../config/settings.js';
import type { Clock } from '../../../domain/clock.js';
import type { Store } from '../../../storage/store.js';
import type { Job } from '../../status/job.js';
import { listEntries } from '../../status/outbox.js';
import { readOutcome } from '../../status/outcome.js';
import { readRequest } from '../../status/request.js';

/** Where a queued job waits. */
export interface QueuePlace {
  /** Its place among the unfinished jobs, 1 for the oldest of them. */
  readonly queuePosition: number;
  /** An estimate of the time until it is rendered. */
  readonly startsInSeconds: number;
}

/** All clients that ask within this time are answered from one list of the store. */
const refreshMs = 2000;
/** More unfinished jobs than this are not counted. */
const maxCounted = 1000;
const readsAtOnce = 16;
/** The assumed duration of a render, until one has ended. */
const assumedRenderSeconds = 30;
/** The weight of the latest render in the average. */
const latestWeight = 0.3;

interface QueueContext {
  readonly store: Store;
  readonly clock: Clock;
  readonly settings: Pick<Settings, 'RENDER_PARALLELISM'>;
}

/** Orders the unfinished jobs by the times of their requests, to tell clients how long theirs will wait. */
export class JobQueue {
  readonly #context: QueueContext;
  /** When each unfinished job was requested, in milliseconds since 1970. */
  readonly #requestedMs = new Map<string, number>();
  #renderSeconds = assumedRenderSeconds;
  #refreshedMs = -Infinity;
  #refreshing: Promise<void> = Promise.resolve();

  constructor(context: QueueContext) {
    this.#context = context;
  }

  /** @returns undefined unless the job is queued */
  async placeOf({ jobId, state, request }: Job): Promise<QueuePlace | undefined> {
    if (state !== 'queued') return undefined;
    const nowMs = this.#context.clock.monotonicMs();
    if (nowMs - this.#refreshedMs >= refreshMs) {
      this.#refreshedMs = nowMs;
      this.#refreshing = this.#refresh();
    }
    await this.#refreshing;
    const ownMs = timeOf(request);
    const isBefore = ([other, ms]: [string, number]) => ms < ownMs || (ms === ownMs && other < jobId);
    const ahead = [...this.#requestedMs].filter(isBefore).length;
    const parallelism = this.#context.settings.RENDER_PARALLELISM;
    const rounds = Math.ceil(Math.max(0, ahead - parallelism + 1) / parallelism);
    return { queuePosition: ahead + 1, startsInSeconds: Math.round(rounds * this.#renderSeconds) };
  }

  async #refresh(): Promise<void> {
    const { store } = this.#context;
    const pending = new Set(await listEntries(store, 'pending', maxCounted));
    const reads = new PQueue({ concurrency: readsAtOnce });
    const left = [...this.#requestedMs.keys()].filter((jobId) => !pending.has(jobId));
    for (const jobId of left) this.#requestedMs.delete(jobId);
    const added = [...pending].filter((jobId) => !this.#requestedMs.has(jobId));
    await reads.addAll([
      ...added.map((jobId) => async () => {
        const request = await readRequest(store, jobId);
        // A place that is only reserved has none yet.
        if (request) this.#requestedMs.set(jobId, timeOf(request));
      }),
      ...left.slice(-readsAtOnce).map((jobId) => async () => {
        const outcome = await readOutcome(store, jobId);
        if (outcome?.type !== 'render.completed') return;
        this.#renderSeconds += latestWeight * (outcome.data.seconds.total - this.#renderSeconds);
      }),
    ]);
  }
}

function timeOf(request: Job['request']): number {
  const ms = Date.parse(request?.time ?? '');
  return Number.isNaN(ms) ? 0 : ms;
}
