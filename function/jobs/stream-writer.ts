import PQueue from 'p-queue';
import type { Logger } from '../../config/logger.js';
import { jobKeys } from '../../events/status/keys.js';
import { readStream, writeStream, type StoredStream } from '../../events/status/stream.js';
import { sha256Of } from '../../storage/files/sha256.js';
import type { Store } from '../../storage/store.js';
import type { Fragment, StreamSink, StreamStart } from '../render/video/stream-sink.js';

/** Fragments that wait for the store; with more, the encoder waits. */
const maxPending = 3;

interface WriterContext {
  readonly store: Store;
  readonly log: Logger;
  readonly signal: AbortSignal;
  /** Called when there is something to watch: once, after the first fragment is in the store. */
  readonly onStarted: () => void;
}

/**
 * Stores the fragments of a job's video as they are finished. A renderer that has taken the job over renders
 * the same fragments again: those that are stored already are skipped.
 */
export class StreamWriter implements StreamSink {
  readonly #jobId: string;
  readonly #context: WriterContext;
  readonly #queue = new PQueue({ concurrency: 1 });
  #stream: StoredStream | undefined;
  #written = 0;
  #failure: { readonly reason: unknown } | undefined;

  constructor(jobId: string, context: WriterContext) {
    this.#jobId = jobId;
    this.#context = context;
  }

  async start({ init, codecs, ...video }: StreamStart): Promise<void> {
    const { store, signal } = this.#context;
    const part = { bytes: init.length, sha256: sha256Of(init) };
    const known = await readStream(store, this.#jobId);
    const isSame = known?.init.sha256 === part.sha256;
    if (known && !isSame) this.#noteDifference('init.mp4');
    this.#stream = {
      ...{ ...video, codecs: [...codecs], init: part, isComplete: false },
      fragments: isSame ? known.fragments : [],
    };
    if (isSame && known.fragments.length > 0) this.#context.onStarted();
    if (!isSame) await store.put(jobKeys.streamInit(this.#jobId), init, { contentType: 'video/mp4', signal });
  }

  async write(fragment: Fragment): Promise<void> {
    this.#throwFailure();
    const number = this.#written++;
    void this.#queue.add(async () => {
      if (this.#failure) return;
      await this.#store(number, fragment).catch((reason: unknown) => {
        this.#failure = { reason };
      });
    });
    await this.#queue.onSizeLessThan(maxPending);
  }

  async end(): Promise<void> {
    await this.#queue.onIdle();
    this.#throwFailure();
    if (!this.#stream) return;
    await writeStream(this.#context.store, this.#jobId, { ...this.#stream, isComplete: true });
  }

  /** Waits until nothing is written any more, whether or not the video was finished. */
  async close(): Promise<void> {
    this.#queue.clear();
    await this.#queue.onIdle();
  }

  async #store(number: number, { bytes, frames }: Fragment): Promise<void> {
    const { store, signal, onStarted } = this.#context;
    if (!this.#stream) throw new RangeError('a fragment came before the start of its stream');
    const fragment = { bytes: bytes.length, sha256: sha256Of(bytes), frames };
    const known = this.#stream.fragments[number];
    if (known?.sha256 === fragment.sha256) return;
    if (known) this.#noteDifference(`${String(number)}.m4s`);
    signal.throwIfAborted();
    const key = jobKeys.streamFragment(this.#jobId, number);
    await store.put(key, bytes, { contentType: 'video/iso.segment', signal });
    const fragments = [...this.#stream.fragments];
    fragments[number] = fragment;
    this.#stream = { ...this.#stream, fragments };
    this.#stream = await writeStream(store, this.#jobId, this.#stream);
    if (number === 0) onStarted();
  }

  /** Another device, or another version, has rendered what is stored. */
  #noteDifference(part: string): void {
    const message = 'A part of the stream differs from what was rendered before, and is replaced';
    this.#context.log.warn({ event: 'stream.replaced', part }, message);
  }

  #throwFailure(): void {
    if (this.#failure) throw this.#failure.reason;
  }
}
