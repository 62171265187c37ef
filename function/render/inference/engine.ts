import { RenderError, toRenderError } from '../../../errors/render-error.js';
import type { ExecutionProvider } from '../gpu/choose-provider.js';
import type { Precision } from '../model/onnx/graph-builder.js';
import type { DrawnMouths } from '../portrait/drawn-mouths.js';
import type { PortraitTensors } from '../portrait/portrait-tensors.js';
import type { NetworkRun, NetworkValues } from '../gpu/network-run.js';
import { defaultBatchFrames, type SessionOptions } from './session-options.js';
import { WorkerClient } from './worker-client.js';

/** The number of restarts within {@link restartWindowMs} after which the engine has failed. */
const maxRestarts = 3;
const restartWindowMs = 10 * 60_000;

export type EngineState = 'ready' | 'restarting' | 'failed';

/**
 * A loaded model on its own worker thread, for one portrait at a time. If the worker dies, the
 * request in flight fails with a retryable error and the model is loaded on a new worker. After
 * {@link maxRestarts} the engine has failed: the process should end.
 */
export class Wav2LipEngine {
  readonly provider: ExecutionProvider;
  readonly precision: Precision;
  /** Whether the portrait's own pixels are moved. */
  readonly detail: boolean;
  /** Resolves when the engine has failed for good; never rejects. */
  readonly failed: Promise<RenderError>;
  readonly #folder: string;
  readonly #options: SessionOptions;
  readonly #restartsMs: number[] = [];
  #reportFailure: (error: RenderError) => void = () => undefined;
  /** The worker with the model loaded, or the attempt to get there. */
  #client: Promise<WorkerClient>;
  /** The worker that has the portrait: one that is started again has none. */
  #portraitClient: WorkerClient | undefined;
  #state: EngineState = 'restarting';
  #isClosed = false;
  #batchFrames: number;

  private constructor(folder: string, options: SessionOptions) {
    const { provider = 'cpu', precision = 'float32', batchFrames = defaultBatchFrames } = options;
    this.provider = provider;
    this.precision = precision;
    this.detail = options.detail ?? false;
    this.#batchFrames = batchFrames;
    this.#folder = folder;
    this.#options = options;
    this.failed = new Promise((resolve) => {
      this.#reportFailure = resolve;
    });
    this.#client = this.#start();
  }

  /**
   * Loads the graphs in `folder`.
   * @throws RenderError `inference_failed`, `device_out_of_memory`
   */
  static async load(folder: string, options: SessionOptions): Promise<Wav2LipEngine> {
    const engine = new Wav2LipEngine(folder, options);
    await engine.#client;
    return engine;
  }

  /** Whether the engine can render now. */
  get state(): EngineState {
    return this.#state;
  }

  /** Frames per batch that work best; fewer after the device ran out of memory. */
  get batchFrames(): number {
    return this.#batchFrames;
  }

  /** Switches to a portrait. @throws RenderError `inference_failed` */
  async setPortrait(portrait: PortraitTensors): Promise<void> {
    const client = await this.#client;
    this.#portraitClient = client;
    await client.ask({ task: 'setPortrait', portrait });
  }

  /**
   * Draws mouths of the current portrait. If its worker has ended, that is an error at once: the next one
   * would take seconds to load, and has no portrait.
   * @param mel `[frames, 80, 16]`
   * @throws RenderError `inference_failed`, `device_out_of_memory`
   */
  async drawMouths(mel: Float32Array): Promise<DrawnMouths> {
    const client = this.#portraitClient ?? (await this.#client);
    const answer = await client.ask({ task: 'drawMouths', mel });
    if (answer.done !== 'mouthsDrawn') throw new RangeError('the answer belongs to another request');
    this.#batchFrames = answer.batchFrames;
    return answer.mouths;
  }

  /**
   * Runs another network on the worker's thread.
   * @throws RenderError `inference_failed`
   */
  async runNetwork(run: NetworkRun): Promise<NetworkValues> {
    const client = await this.#client;
    const answer = await client.ask({ task: 'runNetwork', threads: this.#options.threads, ...run });
    if (answer.done !== 'networkRun') throw new RangeError('the answer belongs to another request');
    return answer.outputs;
  }

  /** Terminates the worker after it has answered all requests. */
  async close(): Promise<void> {
    this.#isClosed = true;
    const client = await this.#client.catch(() => undefined);
    await client?.close();
  }

  async #start(): Promise<WorkerClient> {
    const client = new WorkerClient();
    try {
      const answer = await client.ask({ task: 'load', folder: this.#folder, options: this.#options });
      if (answer.done === 'loaded') this.#batchFrames = answer.batchFrames;
    } catch (error) {
      await client.close();
      throw error;
    }
    this.#state = 'ready';
    void client.ended.then((cause) => this.#restart(cause));
    return client;
  }

  #restart(cause: RenderError): void {
    if (this.#isClosed) return;
    this.#state = 'restarting';
    this.#client = this.#startAgain(cause);
    // Requests that wait for it get the error; without any it must not end the process.
    this.#client.catch(() => undefined);
  }

  async #startAgain(cause: RenderError): Promise<WorkerClient> {
    let reason = cause;
    while (this.#mayRestart()) {
      try {
        return await this.#start();
      } catch (error) {
        reason = toRenderError(error);
      }
    }
    this.#state = 'failed';
    this.#reportFailure(reason);
    throw reason;
  }

  #mayRestart(): boolean {
    const nowMs = performance.now();
    const recent = this.#restartsMs.filter((atMs) => nowMs - atMs < restartWindowMs);
    this.#restartsMs.splice(0, Infinity, ...recent, nowMs);
    return recent.length < maxRestarts && !this.#isClosed;
  }
}
