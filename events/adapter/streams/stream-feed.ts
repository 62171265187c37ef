import { arrayBuffer } from 'node:stream/consumers';
import type { Clock } from '../../../domain/clock.js';
import { RenderError } from '../../../errors/render-error.js';
import type { Store } from '../../../storage/store.js';
import type { ServiceEvent, OutcomeEvent } from '../../contract/events.js';
import { jobKeys } from '../../status/keys.js';
import { isDeleted } from '../../status/deletion.js';
import { readOutcome } from '../../status/outcome.js';
import { readRequest } from '../../status/request.js';
import { readStream, type StoredStream } from '../../status/stream.js';

/** A viewer should not see a fragment much later than it is stored. */
const pollMs = 250;
/** The first one is waited for with a blank screen. */
const firstPollMs = 100;
/** Viewers of a running render are close to each other: what the fastest one reads, the others need soon. */
const maxCachedBytes = 32 * 1024 * 1024;

/** A streamed job, as far as its viewers need to know it. */
export interface StreamState {
  readonly request: ServiceEvent<'render.requested'> | undefined;
  readonly outcome: OutcomeEvent | undefined;
  /** What there is to watch. */
  readonly stream: StoredStream | undefined;
}

interface CachedPart {
  readonly bytes: number;
  readonly content: Promise<Uint8Array<ArrayBuffer>>;
}

interface RecentState {
  readonly readMs: number;
  readonly state: StreamState;
}

/** Reads streams for their viewers, once for all who watch the same. */
export class StreamFeed {
  readonly #store: Store;
  readonly #clock: Clock;
  readonly #reads = new Map<string, Promise<StreamState>>();
  /** In the order in which they were read. */
  readonly #recent = new Map<string, RecentState>();
  readonly #polls = new Map<string, Promise<StreamState>>();
  readonly #parts = new Map<string, CachedPart>();
  #cachedBytes = 0;

  constructor({ store, clock }: { readonly store: Store; readonly clock: Clock }) {
    this.#store = store;
    this.#clock = clock;
  }

  /**
   * What the store says. Once there is something to watch, an answer of the last 250 ms is used again: a hundred
   * players that ask every second for the playlist cost no more reads than one viewer of `live.mp4`.
   */
  async read(jobId: string): Promise<StreamState> {
    const recent = this.#recent.get(jobId);
    if (recent && this.#clock.monotonicMs() - recent.readMs < pollMs) return recent.state;
    return this.#readNow(jobId);
  }

  #readNow(jobId: string): Promise<StreamState> {
    return shared(this.#reads, jobId, async () => {
      // The outcome first: after a complete stream there is nothing to wait for.
      const outcome = await readOutcome(this.#store, jobId);
      if (outcome && isDeleted(outcome)) return { outcome: undefined, stream: undefined, request: undefined };
      const [stream, request] = await Promise.all([
        readStream(this.#store, jobId),
        readRequest(this.#store, jobId),
      ]);
      const state = { outcome, stream, request };
      this.#remember(jobId, state);
      return state;
    });
  }

  #remember(jobId: string, state: StreamState): void {
    const readMs = this.#clock.monotonicMs();
    this.#recent.delete(jobId);
    if (state.stream) this.#recent.set(jobId, { readMs, state });
    for (const [oldest, recent] of this.#recent) {
      if (readMs - recent.readMs < pollMs) break;
      this.#recent.delete(oldest);
    }
  }

  /**
   * What the store says after a while.
   * @param last what it said before
   */
  next(jobId: string, { stream }: StreamState): Promise<StreamState> {
    return shared(this.#polls, jobId, async () => {
      await this.#clock.sleep(stream === undefined ? firstPollMs : pollMs);
      return this.#readNow(jobId);
    });
  }

  /**
   * Follows a stream until it is as asked for, the time is up, or the client has disconnected.
   * @returns the last state
   */
  async until(
    jobId: string,
    isReady: (state: StreamState) => boolean,
    waitSeconds: number,
    signal: AbortSignal,
  ): Promise<StreamState> {
    const endMs = this.#clock.monotonicMs() + waitSeconds * 1000;
    let state = await this.read(jobId);
    while (!isReady(state) && !signal.aborted && this.#clock.monotonicMs() < endMs) {
      state = await this.next(jobId, state);
    }
    return state;
  }

  /**
   * Reads a part of a stream. All viewers get the same bytes in memory.
   * @param part `init`, or the number of a fragment
   * @throws RenderError `job_not_found` if the part was deleted
   */
  part(
    jobId: string,
    part: 'init' | number,
    { bytes, sha256 }: StoredStream['init'],
  ): Promise<Uint8Array<ArrayBuffer>> {
    const key = part === 'init' ? jobKeys.streamInit(jobId) : jobKeys.streamFragment(jobId, part);
    const id = `${key} ${sha256}`;
    const cached = this.#parts.get(id);
    if (cached) {
      // The most recently used ones stay.
      this.#parts.delete(id);
      this.#parts.set(id, cached);
      return cached.content;
    }
    const content = this.#readPart(jobId, key);
    content.catch(() => this.#forget(id));
    this.#parts.set(id, { bytes, content });
    this.#cachedBytes += bytes;
    for (const [oldest] of this.#parts) {
      if (this.#cachedBytes <= maxCachedBytes) break;
      this.#forget(oldest);
    }
    return content;
  }

  async #readPart(jobId: string, key: string): Promise<Uint8Array<ArrayBuffer>> {
    const object = await this.#store.get(key);
    if (object) return new Uint8Array(await arrayBuffer(object.body));
    throw new RenderError('job_not_found', `The stream of job ${jobId} was deleted.`, { details: { jobId } });
  }

  #forget(id: string): void {
    const part = this.#parts.get(id);
    if (!part) return;
    this.#parts.delete(id);
    this.#cachedBytes -= part.bytes;
  }
}

/** Does a thing once for all who ask for it meanwhile. */
function shared<T>(running: Map<string, Promise<T>>, key: string, work: () => Promise<T>): Promise<T> {
  const current = running.get(key);
  if (current) return current;
  const started = work().finally(() => running.delete(key));
  // All who asked may have disconnected by the time it fails.
  started.catch(() => undefined);
  running.set(key, started);
  return started;
}
