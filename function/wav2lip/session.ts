import './no-telemetry.js';
import path from 'node:path';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { faceChannels, faceSize, melBands, melColumns } from './network.js';
import { modelFiles } from './manifest.js';
import type { PortraitTensors } from './portrait-tensors.js';

export interface SessionOptions {
  readonly threads: number;
}

/** Both graphs of a model in onnxruntime; runs on the thread that calls, and blocks it. */
export class MouthSession {
  readonly #portrait: InferenceSession;
  readonly #frames: InferenceSession;
  #speaking:
    { feeds: Record<string, Tensor>; patchBytes: number; patchShape: readonly [number, number] } | undefined;

  private constructor(portrait: InferenceSession, frames: InferenceSession) {
    this.#portrait = portrait;
    this.#frames = frames;
  }

  static async load(folder: string, { threads }: SessionOptions): Promise<MouthSession> {
    const options: InferenceSession.SessionOptions = {
      executionProviders: ['cpu'],
      intraOpNumThreads: threads,
      interOpNumThreads: 1,
      logSeverityLevel: 3,
    };
    const load = (file: string) => InferenceSession.create(path.join(folder, file), options);
    return new MouthSession(await load(modelFiles.portrait), await load(modelFiles.frames));
  }

  /** Computes what the portrait adds to every frame; the frames that follow are of it. */
  async show({ crop, down, across, mask, still, width, height }: PortraitTensors): Promise<void> {
    const face = new Tensor('float32', crop, [1, faceChannels, faceSize, faceSize]);
    const terms = await this.#portrait.run({ face });
    this.#speaking = {
      feeds: {
        ...terms,
        down: new Tensor('float32', down, [height, down.length / height]),
        across: new Tensor('float32', across, [across.length / width, width]),
        mask: new Tensor('float32', mask, [1, 1, height, width]),
        still: new Tensor('float32', still, [1, 3, height, width]),
      },
      patchBytes: height * width * 3,
      patchShape: [height, width],
    };
  }

  /**
   * Computes frames of the portrait shown last.
   * @param mel `[frames, 80, 16]`
   * @param strength `[frames]`, 0..1
   * @returns `[frames, height, width, 3]` RGB
   */
  async speak(mel: Float32Array, strength: Float32Array): Promise<Uint8Array> {
    if (!this.#speaking) throw new RangeError('no portrait was shown');
    const { feeds, patchBytes, patchShape } = this.#speaking;
    const frames = strength.length;
    const patches = new Uint8Array(frames * patchBytes);
    await this.#frames.run(
      {
        ...feeds,
        mel: new Tensor('float32', mel, [frames, 1, melBands, melColumns]),
        strength: new Tensor('float32', strength, [frames, 1, 1, 1]),
      },
      { patches: new Tensor('uint8', patches, [frames, ...patchShape, 3]) },
    );
    return patches;
  }
}
