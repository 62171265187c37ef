import { Worker } from 'node:worker_threads';
import { systemClock, type Clock } from '../../../domain/clock.js';
import { whenLoaded } from '../../../domain/thread-loading.js';
import { threadOptions } from '../../../domain/thread-options.js';
import { RenderError } from '../../../errors/render-error.js';
import type { FrameInput, MouthInput } from './frame-input.js';
import type { CompositorReply, CompositorRequest, FrameSlot, PreparedPicture } from './messages.js';
import type { SceneInput } from './scene.js';

interface Pending {
  readonly resolve: (reply: Exclude<CompositorReply, { failed: unknown }>) => void;
  readonly reject: (error: unknown) => void;
}

/** A thread that does not answer for this long hangs; a large portrait on a busy machine takes some seconds. */
const maxSilenceMs = 120_000;

export interface CompositorOptions {
  /** For what is prepared of a portrait; without it nothing is cached. */
  readonly cacheFolder?: string;
  readonly clock?: Clock;
}

/**
 * Draws the frames of one portrait on a thread of its own. It ends with its signal, at once, or when it is
 * closed.
 */
export class Compositor {
  readonly #worker: Worker;
  readonly #loaded: Promise<boolean>;
  readonly #signal: AbortSignal;
  readonly #options: CompositorOptions;
  /** Replies come in the order of the requests. */
  readonly #pending: Pending[] = [];
  /** Memory of frames, shared with the thread, and the indices of those that are no longer used. */
  readonly #slots: Uint8Array[] = [];
  readonly #free: number[] = [];
  readonly #jaws = new WeakMap<Uint8Array, number>();
  #frameBytes = 0;
  readonly #abort = () => this.#end(this.#signal.reason);
  #ended: { readonly error: unknown } | undefined;
  #silence: AbortController | undefined;

  /** Starts the thread; it loads while the portrait and the voice are fetched. */
  constructor(signal: AbortSignal, options: CompositorOptions = {}) {
    this.#signal = signal;
    this.#options = options;
    this.#worker = new Worker(new URL('./compositor-worker.js', import.meta.url), threadOptions);
    // The worker alone must not keep the process alive.
    this.#worker.unref();
    this.#loaded = whenLoaded(this.#worker);
    // Its first message only says that it is loaded.
    this.#worker.once('message', () => {
      this.#worker.on('message', (reply: CompositorReply) => this.#settle(reply));
    });
    this.#worker.on('error', (error) => this.#end(endedError(error)));
    this.#worker.on('exit', (code) =>
      this.#end(endedError(new Error(`the thread exited with code ${String(code)}`))),
    );
    signal.addEventListener('abort', this.#abort, { once: true });
    if (signal.aborted) this.#abort();
  }

  /**
   * Takes over a portrait.
   * @throws RenderError `internal`; the reason of the abort
   */
  async prepare(scene: SceneInput): Promise<PreparedPicture> {
    // One copy that is handed over; cloning would take several.
    const rgb = new Uint8Array(scene.picture.rgb);
    const own = { ...scene, picture: { ...scene.picture, rgb } };
    const { cacheFolder } = this.#options;
    const reply = await this.#ask({ task: 'prepare', scene: own, cacheFolder }, [rgb]);
    if (reply.done !== 'prepared') throw new RangeError('the reply belongs to another request');
    this.#frameBytes = reply.frameBytes;
    return reply;
  }

  /**
   * Draws a frame.
   * @returns the region that {@link prepare} gave: `[height, width]` Y, then `[height / 2, width / 2]` Cb,
   *   and Cr. Give it to {@link recycle} when it is no longer used.
   * @throws RenderError `internal`; the reason of the abort
   */
  async draw(frame: FrameInput): Promise<Uint8Array> {
    const mouth = frame.mouth && ownMouth(frame.mouth);
    const views = [mouth?.drawn, mouth?.detail?.motion, mouth?.detail?.hidden];
    const { into, memory } = this.#freeSlot();
    const reply = await this.#ask({ task: 'draw', frame: { ...frame, mouth }, into }, views);
    if (reply.done !== 'drawn') throw new RangeError('the reply belongs to another request');
    this.#jaws.set(memory, reply.jaw);
    return memory;
  }

  /** How far the jaw is down in a frame that was drawn and not recycled, in pixels. */
  jawOf(frame: Uint8Array): number {
    return this.#jaws.get(frame) ?? 0;
  }

  /** Uses the memory of a frame for another. */
  recycle(frame: Uint8Array): void {
    const index = this.#slots.indexOf(frame);
    if (index !== -1) this.#free.push(index);
  }

  #freeSlot(): { into: FrameSlot; memory: Uint8Array } {
    const index = this.#free.pop();
    const used = index === undefined ? undefined : this.#slots[index];
    if (index !== undefined && used) return { into: { index }, memory: used };
    const memory = new Uint8Array(new SharedArrayBuffer(this.#frameBytes));
    const into = { index: this.#slots.push(memory) - 1, memory };
    return { into, memory };
  }

  /** Ends the thread and frees its memory. */
  async close(): Promise<void> {
    this.#signal.removeEventListener('abort', this.#abort);
    this.#end(endedError());
    await this.#terminate();
  }

  #ask(
    request: CompositorRequest,
    views: readonly (ArrayBufferView | undefined)[] = [],
  ): Promise<Parameters<Pending['resolve']>[0]> {
    if (this.#ended) throw this.#ended.error;
    const transferred = views.flatMap((view) => (view?.buffer instanceof ArrayBuffer ? [view.buffer] : []));
    return new Promise((resolve, reject) => {
      this.#pending.push({ resolve, reject });
      this.#worker.ref();
      this.#silence ??= this.#watch();
      this.#worker.postMessage(request, transferred);
    });
  }

  #settle(reply: CompositorReply): void {
    const pending = this.#pending.shift();
    this.#silence?.abort();
    this.#silence = this.#pending.length > 0 ? this.#watch() : undefined;
    if (this.#pending.length === 0) this.#worker.unref();
    if (!pending) return;
    if ('failed' in reply) {
      const { code, message, cause } = reply.failed;
      pending.reject(new RenderError(code, message, { cause }));
    } else {
      pending.resolve(reply);
    }
  }

  /** Ends the thread if it does not answer. @returns stops that */
  #watch(): AbortController {
    const { clock = systemClock } = this.#options;
    const answered = new AbortController();
    const silence = `the thread has not answered for ${String(maxSilenceMs / 1000)} s`;
    clock.sleep(maxSilenceMs, answered.signal).then(
      () => this.#end(endedError(new Error(silence))),
      () => undefined,
    );
    return answered;
  }

  #end(error: unknown): void {
    if (this.#ended) return;
    this.#silence?.abort();
    this.#ended = { error };
    for (const { reject } of this.#pending.splice(0)) reject(error);
    void this.#terminate();
  }

  async #terminate(): Promise<void> {
    this.#worker.ref();
    await this.#loaded;
    await this.#worker.terminate();
  }
}

/** Runs a task with a compositor, which is closed whatever happens. */
export async function withCompositor<T>(
  signal: AbortSignal,
  run: (compositor: Compositor) => Promise<T>,
  options: CompositorOptions = {},
): Promise<T> {
  const compositor = new Compositor(signal, options);
  try {
    return await run(compositor);
  } finally {
    await compositor.close();
  }
}

/** A mouth in memory that it does not share with the others of its batch, so that it can be transferred. */
function ownMouth({ drawn, detail, ...moves }: MouthInput): MouthInput {
  return {
    ...moves,
    drawn: drawn.slice(),
    ...(detail && { detail: { motion: detail.motion.slice(), hidden: detail.hidden.slice() } }),
  };
}

function endedError(cause?: unknown): RenderError {
  return new RenderError('internal', 'The thread that draws frames has ended.', { cause });
}
