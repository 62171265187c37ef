import { mouthsBetween, type DrawnMouths } from '../portrait/drawn-mouths.js';
import type { Wav2LipEngine } from './engine.js';
import { melBands, melWindowColumns } from '../voice/features/mel-shape.js';

/** What one video frame needs. */
export interface FrameInput {
  /** `[80, 16]` */
  readonly mel: Float32Array;
  /** 0..1, with detail 0..2: how far the mouth moves; at 0 it is not computed. */
  readonly mouthStrength: number;
  /** −1 with rounded lips … 1 with spread ones. */
  readonly spread?: number | undefined;
}

/** The mouth of one frame, and how far it moves. */
export interface SpokenMouth extends DrawnMouths {
  readonly strength: number;
  readonly spread?: number | undefined;
  /** How much further than it was drawn the mouth opens: see `articulate`. */
  readonly emphasis?: number | undefined;
}

/** Consecutive frames of the video; identical mel windows share a drawn mouth. */
interface Batch {
  readonly mels: Float32Array[];
  readonly frames: BatchFrame[];
}

/** The index of a frame's drawn mouth, and how it moves; undefined if the mouth is at rest. */
type BatchFrame =
  | { readonly index: number; readonly strength: number; readonly spread: number | undefined }
  | undefined;

/**
 * The mouths of all frames, in order. They are computed in batches, the next one while the last one is
 * being used. At rest nothing is computed, and identical consecutive mel windows are computed once.
 * @param firstFrames size of the first batch, which doubles up to `batchFrames`, so that the first
 *   frame is ready early
 * @yields undefined if the mouth is at rest; frames of a batch share their memory
 */
export async function* batchFrames(
  engine: Pick<Wav2LipEngine, 'drawMouths'>,
  inputs: AsyncIterable<FrameInput>,
  batchFrames: number,
  firstFrames = batchFrames,
): AsyncGenerator<SpokenMouth | undefined> {
  const inFlight: Promise<(SpokenMouth | undefined)[]>[] = [];
  try {
    for await (const batch of batches(inputs, batchFrames, firstFrames)) {
      const computing = compute(engine, batch);
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
  let batch: Batch = { mels: [], frames: [] };
  for await (const { mel, mouthStrength: strength, spread } of inputs) {
    const last = batch.mels.length - 1;
    if (strength === 0) batch.frames.push(undefined);
    else if (isEqual(batch.mels[last], mel)) batch.frames.push({ index: last, strength, spread });
    else batch.frames.push({ index: batch.mels.push(mel) - 1, strength, spread });
    if (batch.mels.length === size || batch.frames.length === 4 * size) {
      yield batch;
      size = Math.min(2 * size, batchFrames);
      batch = { mels: [], frames: [] };
    }
  }
  if (batch.frames.length > 0) yield batch;
}

async function compute(
  engine: Pick<Wav2LipEngine, 'drawMouths'>,
  { mels, frames }: Batch,
): Promise<(SpokenMouth | undefined)[]> {
  if (mels.length === 0) return frames.map(() => undefined);
  const mel = new Float32Array(mels.length * melBands * melWindowColumns);
  for (const [i, window] of mels.entries()) mel.set(window, i * window.length);
  const mouths = await engine.drawMouths(mel);
  return frames.map((frame) => {
    if (!frame) return undefined;
    const { index, ...moves } = frame;
    return { ...mouthsBetween(mouths, index, index + 1), ...moves };
  });
}

function isEqual(a: Float32Array | undefined, b: Float32Array): boolean {
  return a?.length === b.length && a.every((value, i) => value === b[i]);
}
