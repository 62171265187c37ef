import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { whenLoaded } from '../../../../domain/thread-loading.js';
import { threadOptions } from '../../../../domain/thread-options.js';
import { RenderError } from '../../../../errors/render-error.js';
import type { Delivery, SpeechEngine, SpokenSentence } from '../engine/engine.js';
import { fliteText } from './flite-text.js';
import type { FliteReply, FliteRequest } from './worker-messages.js';

/** Objects of JavaScript only; the module's own memory grows with the length of a sentence. */
const maxHeapMegabytes = 256;

/**
 * The embedded engine: Carnegie Mellon University's Flite as WebAssembly, in a worker thread that runs
 * from the first sentence until `close`. It speaks one sentence at a time.
 */
export class Flite implements SpeechEngine {
  readonly timeoutCode = 'speech_timeout';
  readonly parallelSentences = 1;
  #worker: Worker | undefined;
  #loaded: Promise<boolean> | undefined;

  async speak(sentence: string, { voice, speed }: Delivery, signal: AbortSignal): Promise<SpokenSentence> {
    const text = fliteText(sentence);
    signal.throwIfAborted();
    const reply = await this.#ask({ text, voice, speed }, signal);
    if ('failed' in reply) throw new RenderError('speech_failed', `Flite failed: ${reply.failed}.`);
    return reply;
  }

  async close(): Promise<void> {
    await this.#loaded;
    await this.#worker?.terminate();
    this.#worker = undefined;
    this.#loaded = undefined;
  }

  async #ask(request: FliteRequest, signal: AbortSignal): Promise<FliteReply> {
    const worker = (this.#worker ??= startWorker());
    this.#loaded ??= whenLoaded(worker);
    try {
      if (!(await this.#loaded)) throw new Error('the thread has ended');
      signal.throwIfAborted();
      return await exchange(worker, request, signal);
    } catch (error) {
      // A sentence cannot be interrupted, only its thread.
      await this.close();
      signal.throwIfAborted();
      throw new RenderError('speech_failed', 'Flite ended unexpectedly.', { cause: error });
    }
  }
}

async function exchange(worker: Worker, request: FliteRequest, signal: AbortSignal): Promise<FliteReply> {
  const listening = new AbortController();
  const until = { signal: AbortSignal.any([signal, listening.signal]) };
  let reply: FliteReply | undefined;
  const keep = (message: FliteReply) => {
    reply = message;
  };
  worker.once('message', keep);
  try {
    worker.postMessage(request);
    // An error of the thread rejects this, too.
    await Promise.race([once(worker, 'message', until), once(worker, 'exit', until)]);
    if (reply) return reply;
    throw new Error('the thread has ended');
  } finally {
    worker.off('message', keep);
    listening.abort();
  }
}

function startWorker(): Worker {
  return new Worker(new URL('./flite-worker.js', import.meta.url), {
    ...threadOptions,
    resourceLimits: { maxOldGenerationSizeMb: maxHeapMegabytes },
  });
}
