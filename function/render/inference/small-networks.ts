import type { ExaminedFace, FacedSquare } from '../face/examined-faces.js';
import { WorkerClient } from './worker-client.js';

/** How long the worker stays without a request. */
const defaultIdleMs = 60_000;

/**
 * Runs small networks on a worker thread of their own, without a model and on one core. The worker starts with the
 * first request; when none has come for a while, it ends, which frees its memory. If it dies, the
 * requests in flight fail, and the next one starts a new worker.
 */
export class SmallNetworks {
  readonly #idleMs: number;
  #client: WorkerClient | undefined;
  #idle: NodeJS.Timeout | undefined;
  #inFlight = 0;

  constructor({ idleMs = defaultIdleMs }: { idleMs?: number } = {}) {
    this.#idleMs = idleMs;
  }

  /** Whether there is a worker now. */
  get isRunning(): boolean {
    return this.#client !== undefined;
  }

  /**
   * Finds and examines the faces in a square picture.
   * @throws RenderError `inference_failed`; the reason of `signal`
   */
  readonly examineFaces = async (
    square: FacedSquare,
    signal?: AbortSignal,
  ): Promise<readonly ExaminedFace[]> => {
    signal?.throwIfAborted();
    const client = this.#acquire();
    this.#inFlight++;
    try {
      const answer = await client.ask({ task: 'examineFaces', square }, signal);
      if (answer.done !== 'facesExamined') throw new RangeError('the answer belongs to another request');
      return answer.faces;
    } finally {
      this.#inFlight--;
      this.#endWhenIdle();
    }
  };

  /** Ends the worker after it has answered all requests. */
  async close(): Promise<void> {
    clearTimeout(this.#idle);
    const client = this.#client;
    this.#client = undefined;
    await client?.close();
  }

  #acquire(): WorkerClient {
    clearTimeout(this.#idle);
    if (this.#client) return this.#client;
    const client = new WorkerClient();
    this.#client = client;
    void client.ended.then(() => {
      if (this.#client === client) this.#client = undefined;
    });
    return client;
  }

  #endWhenIdle(): void {
    if (this.#inFlight > 0 || !this.#client) return;
    clearTimeout(this.#idle);
    this.#idle = setTimeout(() => void this.close(), this.#idleMs).unref();
  }
}
