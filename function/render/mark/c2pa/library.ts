import { createRequire } from 'node:module';
import { stat } from 'node:fs/promises';
import { Worker } from 'node:worker_threads';
import PQueue from 'p-queue';
import { threadOptions } from '../../../../domain/thread-options.js';
import { RenderError } from '../../../../errors/render-error.js';
import type { C2paReply, C2paTask } from './worker-messages.js';

/** The optional dependency: the reference implementation of C2PA, as WebAssembly. */
export const c2paPackage = '@contentauth/c2pa-wasm';

/** The library keeps its memory, up to four times the size of a file; after larger ones its thread ends. */
const maxKeptBytes = 16 * 1024 * 1024;

/** Whether the library is installed, as seen from a module. */
export function isC2paInstalled(from = import.meta.url): boolean {
  try {
    return createRequire(from).resolve(`${c2paPackage}/c2pa.wasm`) !== '';
  } catch {
    return false;
  }
}

/** The C2PA library on its own thread, which the first task starts: hashing a file blocks it. */
export class C2paLibrary {
  readonly #queue = new PQueue({ concurrency: 1 });
  #thread: Worker | undefined;

  /**
   * Runs one task after those before it.
   * @returns the library's JSON for `read`
   * @throws RenderError of the task, or `mark_failed` with the library's message; the reason of the abort
   */
  async run(task: C2paTask, signal?: AbortSignal): Promise<string> {
    return this.#queue.add(() => this.#runNow(task, signal));
  }

  /** Ends the thread, which would not keep the process alive either. */
  async close(): Promise<void> {
    const thread = this.#thread;
    this.#thread = undefined;
    await thread?.terminate();
  }

  async #runNow(task: C2paTask, signal: AbortSignal | undefined): Promise<string> {
    signal?.throwIfAborted();
    const thread = (this.#thread ??= new Worker(new URL('./c2pa-worker.js', import.meta.url), threadOptions));
    thread.ref();
    let isKept = false;
    try {
      const { done, failed } = await replyOf(thread, task, signal);
      isKept = (await stat(task.file)).size <= maxKeptBytes;
      if (done !== undefined) return done;
      const message = failed?.message ?? 'it did not answer';
      throw new RenderError(
        failed?.code ?? 'mark_failed',
        failed?.code ? message : `The C2PA library failed: ${message}`,
      );
    } finally {
      thread.unref();
      if (!isKept) await this.close();
    }
  }
}

function replyOf(thread: Worker, task: C2paTask, signal: AbortSignal | undefined): Promise<C2paReply> {
  const ended = new AbortController();
  return new Promise<C2paReply>((resolve, reject) => {
    const fail = (error: Error) => {
      reject(new RenderError('mark_failed', `The C2PA library failed: ${error.message}`, { cause: error }));
    };
    thread.once('message', resolve);
    thread.once('error', fail);
    thread.once('exit', (code) => fail(new Error(`its thread ended with code ${String(code)}`)));
    signal?.addEventListener(
      'abort',
      () => reject(signal.reason instanceof Error ? signal.reason : new Error('stopped')),
      { once: true, signal: ended.signal },
    );
    thread.postMessage(task);
  }).finally(() => {
    ended.abort();
    for (const event of ['message', 'error', 'exit']) thread.removeAllListeners(event);
  });
}
