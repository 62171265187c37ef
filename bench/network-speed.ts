import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import '../function/render/inference/no-telemetry.js';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { decodePicture } from '../function/render/picture/decode-picture.js';
import { faceInBox } from '../function/render/face/find-face.js';
import { preparePortrait } from '../function/render/portrait/portrait.js';
import { rectangleSchema } from '../domain/rectangle.js';
import { modelFiles } from '../function/render/model/model-files.js';
import { faceChannels, faceSize } from '../function/render/face/face-geometry.js';
import { median } from '../function/render/numeric/median.js';
import { melBands, melWindowColumns } from '../function/render/voice/features/mel-shape.js';
import { Wav2LipSession } from '../function/render/inference/session.js';
import { randomNumbers } from '../test/fixtures/random.js';
import { benchFace } from './bench-media.js';

export interface NetworkSpeed {
  readonly frames: number;
  readonly referencePerSecond: number;
  readonly fastPerSecond: number;
  /** The fast path with the detail network. */
  readonly detailPerSecond: number;
}

/**
 * Compares the reference graph with the fast path. Both use the same
 * onnxruntime and number of threads, and take turns. Each speed is the median of all rounds.
 */
export async function networkSpeed(
  graphs: string,
  picture: Uint8Array,
  side: number,
  { frames, rounds, threads }: { frames: number; rounds: number; threads: number },
): Promise<NetworkSpeed> {
  const random = randomNumbers(7);
  const noise = (count: number, from: number, to: number) =>
    Float32Array.from({ length: count }, () => from + (to - from) * random());
  const mel = noise(frames * melBands * melWindowColumns, -4, 4);

  const reference = await InferenceSession.create(path.join(graphs, modelFiles.reference), {
    intraOpNumThreads: threads,
    interOpNumThreads: 1,
    logSeverityLevel: 3,
  });
  const face = noise(frames * faceChannels * faceSize * faceSize, 0, 1);
  const feeds = {
    mel: new Tensor('float32', mel, [frames, 1, melBands, melWindowColumns]),
    face: new Tensor('float32', face, [frames, faceChannels, faceSize, faceSize]),
  };
  const decoded = await decodePicture(picture, { maxPixels: side * side, background: '#ffffff' });
  const [x, y, width, height] = benchFace(side).split(',').map(Number);
  const portrait = await preparePortrait(
    decoded,
    faceInBox(decoded, rectangleSchema.parse({ x, y, width, height })),
  );
  const fast = await Wav2LipSession.load(graphs, { threads });
  await fast.setPortrait(portrait.tensors);
  const detail = await Wav2LipSession.load(graphs, { threads, detail: true });
  await detail.setPortrait(portrait.tensors);

  const referenceSeconds: number[] = [];
  const fastSeconds: number[] = [];
  const detailSeconds: number[] = [];
  for (let round = -1; round < rounds; round++) {
    const a = await seconds(() => reference.run(feeds));
    const b = await seconds(() => fast.drawMouths(mel));
    const c = await seconds(() => detail.drawMouths(mel));
    if (round < 0) continue;
    referenceSeconds.push(a);
    fastSeconds.push(b);
    detailSeconds.push(c);
  }
  await reference.release();
  return {
    frames,
    referencePerSecond: frames / median(referenceSeconds),
    fastPerSecond: frames / median(fastSeconds),
    detailPerSecond: frames / median(detailSeconds),
  };
}

/** The threads of the other session keep spinning for a while after a run, and would take CPU time. */
const pauseMs = 50;

async function seconds(work: () => Promise<unknown>): Promise<number> {
  await sleep(pauseMs);
  const startMs = performance.now();
  await work();
  return (performance.now() - startMs) / 1000;
}
