import type { Wav2LipEngine } from './engine.js';
import { melBands, melWindowColumns } from '../voice/features/mel-shape.js';

/** What one video frame needs. */
export interface FrameInput {
  /** `[80, 16]` */
  readonly mel: Float32Array;
  /** 0..1, with detail 0..2: how far the mouth moves; at 0 it is not computed. */
  readonly mouthStrength: number;
}

/** Consecutive frames of the video; identical ones share a computed patch. */
interface Batch {
  readonly mels: Float32Array[];
  readonly mouthStrengths: number[];
  /** For each frame, the index of its computed patch; undefined if the mouth is at rest. */
  readonly frames: (number | undefined)[];
}

/**
 * The patches of all frames, in order. They are computed in batches, the next one while the last one
 * is being used. Frames at rest show the portrait's own pixels, and identical consecutive frames are
 * computed once.
 * @param neutralPatch the portrait's own patch, `[height, width, 3]` RGB
 * @param firstFrames size of the first batch, which doubles up to `batchFrames`, so that the first
 *   frame is ready early
 * @yields `[height, width, 3]` RGB; the same array may be yielded several times
 */
export async function* batchFrames(
  engine: Pick<Wav2LipEngine, 'renderFrames'>,
  inputs: AsyncIterable<FrameInput>,
  neutralPatch: Uint8Array,
  batchFrames: number,
  firstFrames = batchFrames,
): AsyncGenerator<Uint8Array> {
  const inFlight: Promise<Uint8Array[]>[] = [];
  try {
    for await (const batch of batches(inputs, batchFrames, firstFrames)) {
      const computing = compute(engine, batch, neutralPatch);
      // A batch may fail while earlier frames are still being used; the error is thrown when its
      // frames are due.
      computing.catch(() => undefined);
      inFlight.push(computing);
      if (inFlight.length > 1) yield* (await inFlight.shift()) ?? [];
    }
    for (const last of inFlight.splice(0)) yield* await last;
  } finally {
    await Promise.allSettled(inFlight);
  }
}

async function* batches(
  inputs: AsyncIterable<FrameInput>,
  batchFrames: number,
  firstFrames: number,
): AsyncGenerator<Batch> {
  let size = firstFrames;
  let batch: Batch = { mels: [], mouthStrengths: [], frames: [] };
  for await (const { mel, mouthStrength } of inputs) {
    const last = batch.mels.length - 1;
    if (mouthStrength === 0) {
      batch.frames.push(undefined);
    } else if (batch.mouthStrengths[last] === mouthStrength && isEqual(batch.mels[last], mel)) {
      batch.frames.push(last);
    } else {
      batch.frames.push(batch.mels.push(mel) - 1);
      batch.mouthStrengths.push(mouthStrength);
    }
    if (batch.mels.length === size || batch.frames.length === 4 * size) {
      yield batch;
      size = Math.min(2 * size, batchFrames);
      batch = { mels: [], mouthStrengths: [], frames: [] };
    }
  }
  if (batch.frames.length > 0) yield batch;
}

async function compute(
  engine: Pick<Wav2LipEngine, 'renderFrames'>,
  { mels, mouthStrengths, frames }: Batch,
  neutralPatch: Uint8Array,
): Promise<Uint8Array[]> {
  if (mels.length === 0) return frames.map(() => neutralPatch);
  const mel = new Float32Array(mels.length * melBands * melWindowColumns);
  for (const [i, window] of mels.entries()) mel.set(window, i * window.length);
  const patches = await engine.renderFrames(mel, Float32Array.from(mouthStrengths));
  return frames.map((index) =>
    index === undefined
      ? neutralPatch
      : patches.subarray(index * neutralPatch.length, (index + 1) * neutralPatch.length),
  );
}

function isEqual(a: Float32Array | undefined, b: Float32Array): boolean {
  return a?.length === b.length && a.every((value, i) => value === b[i]);
}
