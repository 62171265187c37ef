import type { Worker } from 'node:worker_threads';
import { RenderError } from '../../../errors/render-error.js';
import type { PortraitTensors } from './portrait-tensors.js';
import type { Precision } from './graph/graph-builder.js';
import { acquireWorker } from './worker-startup.js';
import type { ExecutionProvider } from '../gpu/choose-provider.js';
import { defaultBatchFrames, type SessionOptions } from './session-options.js';
import type { WorkerFailure, WorkerReply, WorkerRequest } from './worker-messages.js';

type Answer = Exclude<WorkerReply, { failed: WorkerFailure }>;
type Task<R extends WorkerRequest = WorkerRequest> = R extends WorkerRequest ? Omit<R, 'id'> : never;

/** A loaded model on a thread of its own. One portrait at a time. */
export class Wav2LipEngine {
  readonly provider: ExecutionProvider;
  readonly precision: Precision;
  readonly #worker: Worker;
  readonly #waiting = new Map<
    number,
    { resolve: (answer: Answer) => void; reject: (error: unknown) => void }
  >();
  readonly #answers = new Set<Promise<Answer>>();
  #lastId = 0;
  #broken: RenderError | undefined;
  #batchFrames: number;

  private constructor({ provider = 'cpu', precision = 'float32', batchFrames }: SessionOptions) {
    this.provider = provider;
    this.precision = precision;
    this.#batchFrames = batchFrames ?? defaultBatchFrames;
    this.#worker = acquireWorker();
    this.#worker.on('message', (reply: WorkerReply) => this.#settle(reply));
    this.#worker.on('error', (error) => this.#breakDown(error));
    this.#worker.on('exit', (code) => this.#breakDown(new Error(`the thread ended with ${String(code)}`)));
  }

  /**
   * Loads the graphs in `folder`.
   * @throws RenderError `inference_failed`, `device_out_of_memory`
   */
  static async load(folder: string, options: SessionOptions): Promise<Wav2LipEngine> {
    const engine = new Wav2LipEngine(options);
    try {
      await engine.#ask({ task: 'load', folder, options });
    } catch (error) {
      await engine.close();
      throw error;
    }
    return engine;
  }

  /** How many frames are best asked for at once; fewer where the device's memory has ended. */
  get batchFrames(): number {
    return this.#batchFrames;
  }

  /** Turns to a portrait. @throws RenderError `inference_failed` */
  async setPortrait(portrait: PortraitTensors): Promise<void> {
    await this.#ask({ task: 'show', portrait });
  }

  /**
   * Computes frames of the portrait shown last.
   * @param mel `[frames, 80, 16]`
   * @param blendWeight `[frames]`, 0..1
   * @returns `[frames, height, width, 3]` RGB
   * @throws RenderError `inference_failed`, `device_out_of_memory`
   */
  async renderFrames(mel: Float32Array, blendWeight: Float32Array): Promise<Uint8Array> {
    const answer = await this.#ask({ task: 'speak', mel, blendWeight });
    if (answer.done !== 'spoken') throw new RangeError('an answer to another question');
    return answer.patches;
  }

  /**
   * Ends the thread, once it has answered all that it was asked: where it is ended in the middle of
   * a run, onnxruntime takes the whole process along.
   */
  async close(): Promise<void> {
    this.#broken ??= ended();
    await Promise.allSettled(this.#answers);
    await this.#worker.terminate();
  }

  async #ask(task: Task): Promise<Answer> {
    if (this.#broken) throw this.#broken;
    const id = ++this.#lastId;
    const answer = this.#expect(id);
    this.#answers.add(answer);
    this.#worker.postMessage({ ...task, id });
    return answer.finally(() => this.#answers.delete(answer));
  }

  async #expect(id: number): Promise<Answer> {
    this.#worker.ref();
    try {
      return await new Promise((resolve, reject) => this.#waiting.set(id, { resolve, reject }));
    } finally {
      this.#waiting.delete(id);
      if (this.#waiting.size === 0) this.#worker.unref();
    }
  }

  #settle(reply: WorkerReply): void {
    const waiting = this.#waiting.get(reply.id);
    if ('failed' in reply) {
      const { code, message, details } = reply.failed;
      waiting?.reject(new RenderError(code, message, { details }));
      return;
    }
    if ('batchFrames' in reply) this.#batchFrames = reply.batchFrames;
    waiting?.resolve(reply);
  }

  #breakDown(cause: unknown): void {
    this.#broken ??= ended(cause);
    for (const { reject } of this.#waiting.values()) reject(this.#broken);
  }
}

function ended(cause?: unknown): RenderError {
  return new RenderError('inference_failed', 'the thread that onnxruntime worked on has ended', { cause });
}
