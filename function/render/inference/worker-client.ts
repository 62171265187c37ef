import type { Worker } from 'node:worker_threads';
import { RenderError } from '../../../errors/render-error.js';
import type { StopRequest, WorkerFailure, WorkerReply, WorkerRequest } from './worker-messages.js';
import { acquireWorker } from './worker-startup.js';

type Answer = Exclude<WorkerReply, { failed: WorkerFailure }>;
type Task<R extends WorkerRequest = WorkerRequest> = R extends WorkerRequest ? Omit<R, 'id'> : never;

interface Pending {
  readonly resolve: (answer: Answer) => void;
  readonly reject: (error: unknown) => void;
}

/** Sends requests to one inference worker and matches the replies. */
export class WorkerClient {
  /** Resolves with the cause when the worker ends, whether it was closed or died. */
  readonly ended: Promise<RenderError>;
  readonly #worker: Worker;
  readonly #pending = new Map<number, Pending>();
  readonly #answers = new Set<Promise<Answer>>();
  #lastId = 0;
  #end: RenderError | undefined;

  constructor() {
    this.#worker = acquireWorker();
    this.#worker.on('message', (reply: WorkerReply) => this.#settle(reply));
    this.ended = new Promise((resolve) => {
      const end = (cause: unknown) => {
        this.#end ??= endedError(cause);
        for (const { reject } of this.#pending.values()) reject(this.#end);
        resolve(this.#end);
      };
      this.#worker.on('error', end);
      this.#worker.on('exit', (code) => end(new Error(`the worker exited with code ${String(code)}`)));
    });
  }

  /**
   * Sends a request and waits for its answer. While it waits, the worker keeps the process alive.
   * @param signal stops the request, if it is one that can be stopped
   * @throws RenderError `inference_failed`, `device_out_of_memory`; the reason of `signal`
   */
  async ask(task: Task, signal?: AbortSignal): Promise<Answer> {
    if (this.#end) throw this.#end;
    const id = ++this.#lastId;
    const answer = this.#expect(id);
    this.#answers.add(answer);
    this.#worker.postMessage({ ...task, id });
    const stop = () => this.#worker.postMessage({ task: 'stop', id } satisfies StopRequest);
    signal?.addEventListener('abort', stop, { once: true });
    try {
      return await answer;
    } catch (error) {
      signal?.throwIfAborted();
      throw error;
    } finally {
      signal?.removeEventListener('abort', stop);
      this.#answers.delete(answer);
    }
  }

  /**
   * Terminates the worker after it has answered all requests: terminating it during a run would crash
   * the whole process inside onnxruntime.
   */
  async close(): Promise<void> {
    this.#end ??= endedError();
    await Promise.allSettled(this.#answers);
    await this.#worker.terminate();
  }

  async #expect(id: number): Promise<Answer> {
    this.#worker.ref();
    try {
      return await new Promise((resolve, reject) => this.#pending.set(id, { resolve, reject }));
    } finally {
      this.#pending.delete(id);
      if (this.#pending.size === 0) this.#worker.unref();
    }
  }

  #settle(reply: WorkerReply): void {
    const pending = this.#pending.get(reply.id);
    if ('failed' in reply) {
      const { code, message, details, cause } = reply.failed;
      pending?.reject(new RenderError(code, message, { details, cause }));
    } else {
      pending?.resolve(reply);
    }
  }
}

function endedError(cause?: unknown): RenderError {
  return new RenderError('inference_failed', 'The inference worker has ended.', { cause });
}
