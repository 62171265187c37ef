import './no-telemetry.js';
import path from 'node:path';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { AdaptiveBatches } from './adaptive-batches.js';
import { warmUpPortrait } from './warmup-input.js';
import { faceChannels, faceSize } from '../face/face-geometry.js';
import { melBands, melWindowColumns } from '../voice/features/mel-shape.js';
import { BiasCache } from './bias-cache.js';
import { modelFiles } from '../model/model-files.js';
import { loadOptimized } from './optimized-model-cache.js';
import { memoizeAsync } from '../../../config/memoize-async.js';
import { framesOutputs } from '../model/graph/frames-graph.js';
import {
  copyMouths,
  emptyMouths,
  mouthsBetween,
  windowSize,
  type DrawnMouths,
} from '../portrait/drawn-mouths.js';
import type { PortraitTensors } from '../portrait/portrait-tensors.js';
import { defaultBatchFrames, runtimeOptions, type SessionOptions } from './session-options.js';

/** The current portrait: inputs of every batch. */
type PortraitFeeds = Readonly<Record<string, Tensor>>;

/** Both graphs of a model in onnxruntime. It runs on the calling thread, and blocks it. */
export class Wav2LipSession {
  readonly #frames: InferenceSession;
  readonly #loadPortrait: () => Promise<InferenceSession>;
  readonly #biasCache: BiasCache | undefined;
  readonly #batches: AdaptiveBatches;
  /** On a GPU all batches have the same size, because each new size is tuned separately. */
  readonly #padded: boolean;
  readonly #detail: boolean;
  #portrait: InferenceSession | undefined;
  #current: PortraitFeeds | undefined;

  private constructor(
    frames: InferenceSession,
    loadPortrait: () => Promise<InferenceSession>,
    biasCache: BiasCache | undefined,
    options: SessionOptions,
  ) {
    this.#frames = frames;
    this.#loadPortrait = memoizeAsync(async () => {
      this.#portrait = await loadPortrait();
      return this.#portrait;
    });
    this.#biasCache = biasCache;
    this.#batches = new AdaptiveBatches(options.batchFrames ?? defaultBatchFrames);
    this.#detail = options.detail ?? false;
    this.#padded = options.provider === 'cuda' || options.provider === 'webgpu';
  }

  /**
   * Loads the graph for frames. The portrait graph follows when a portrait comes whose bias maps are
   * not cached. On a GPU both run once, which shows whether they can.
   */
  static async load(folder: string, options: SessionOptions): Promise<Wav2LipSession> {
    const { provider = 'cpu', precision = 'float32', detail = false, cacheFolder } = options;
    const half = precision === 'float16';
    const framesFile = detail
      ? half
        ? modelFiles.framesDetailHalf
        : modelFiles.framesDetail
      : half
        ? modelFiles.framesHalf
        : modelFiles.frames;
    const onDevice = provider === 'webgpu' ? { preferredOutputLocation: 'gpu-buffer' as const } : {};
    const load = (file: string, more = {}) =>
      provider === 'cpu' && cacheFolder !== undefined
        ? loadOptimized(folder, file, runtimeOptions(options), cacheFolder)
        : InferenceSession.create(path.join(folder, file), { ...runtimeOptions(options), ...more });
    const frames = await load(framesFile);
    const session = new Wav2LipSession(
      frames,
      () => load(half ? modelFiles.portraitHalf : modelFiles.portrait, onDevice),
      provider === 'webgpu' || cacheFolder === undefined
        ? undefined
        : new BiasCache(cacheFolder, folder, `${provider} ${precision}${detail ? ' detail' : ''}`, frames),
      options,
    );
    if (session.#padded) await session.#warmUp();
    return session;
  }

  /** Frames per batch; fewer than requested after the device ran out of memory. */
  get batchFrames(): number {
    return this.#batches.frames;
  }

  /** Computes the bias maps of a portrait; the following frames show it. */
  async setPortrait(portrait: PortraitTensors): Promise<void> {
    this.#clearPortrait();
    const { crop, tone } = portrait;
    const inputs = new Set(this.#frames.inputNames);
    const face = new Tensor('float32', crop, [1, faceChannels, faceSize, faceSize]);
    const compute = async () => {
      const session = await this.#loadPortrait();
      return session.run(
        { face },
        session.outputNames.filter((name) => inputs.has(name)),
      );
    };
    const biasMaps = await (this.#biasCache?.get(crop, compute) ?? compute());
    const feeds = Object.entries({
      ...biasMaps,
      face,
      toneMatrix: new Tensor('float32', tone.matrix, [3, 3, 1, 1]),
      toneOffset: new Tensor('float32', tone.offset, [3]),
    });
    this.#current = Object.fromEntries(feeds.filter(([name]) => inputs.has(name)));
  }

  /**
   * Draws mouths of the current portrait.
   * @param mel `[frames, 80, 16]`
   * @throws RenderError `device_out_of_memory`
   */
  async drawMouths(mel: Float32Array): Promise<DrawnMouths> {
    const current = this.#current;
    if (!current) throw new RangeError('no portrait was set');
    const perFrame = melBands * melWindowColumns;
    const total = mel.length / perFrame;
    const mouths = emptyMouths(total, this.#detail);
    await this.#batches.run(total, async (from, to) => {
      const given = mel.subarray(from * perFrame, to * perFrame);
      const target = mouthsBetween(mouths, from, to);
      const frames = this.#padded ? this.batchFrames : to - from;
      if (frames === to - from) return this.#run(current, given, target);
      const whole = emptyMouths(frames, this.#detail);
      await this.#run(current, padEnd(given, frames * perFrame), whole);
      copyMouths(mouthsBetween(whole, 0, to - from), target);
    });
    return mouths;
  }

  /** Frees the device memory of the graphs. */
  async release(): Promise<void> {
    this.#clearPortrait();
    await this.#portrait?.release();
    await this.#frames.release();
  }

  async #run(feeds: PortraitFeeds, mel: Float32Array, { drawn, detail }: DrawnMouths): Promise<void> {
    const frames = mel.length / (melBands * melWindowColumns);
    const { height, width } = windowSize;
    await this.#frames.run(
      { ...feeds, mel: new Tensor('float32', mel, [frames, 1, melBands, melWindowColumns]) },
      {
        [framesOutputs.drawn]: new Tensor('uint8', drawn, [drawn.length]),
        ...(detail && {
          [framesOutputs.motion]: new Tensor('float32', detail.motion, [frames, 2, height, width]),
          [framesOutputs.hidden]: new Tensor('uint8', detail.hidden, [detail.hidden.length]),
        }),
      },
    );
  }

  /** GPUs tune and compile on the first run, and report there what they cannot do. */
  async #warmUp(): Promise<void> {
    await this.setPortrait(warmUpPortrait());
    await this.drawMouths(new Float32Array(melBands * melWindowColumns));
    this.#clearPortrait();
  }

  /** Tensors on a device are not garbage collected. */
  #clearPortrait(): void {
    for (const tensor of Object.values(this.#current ?? {})) {
      if (tensor.location === 'gpu-buffer') tensor.dispose();
    }
    this.#current = undefined;
  }
}

function padEnd(numbers: Float32Array, length: number): Float32Array {
  const longer = new Float32Array(length);
  longer.set(numbers);
  return longer;
}
