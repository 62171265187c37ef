import type { Settings } from '../../config/settings.js';
import { restPatch, shownPatch, type Portrait } from './portrait/portrait.js';
import { melWindows } from './voice/features/mel-windows.js';
import { readMelColumns } from './voice/features/mel.js';
import { mouthActivity } from './voice/features/mouth-activity.js';
import { readSamples } from './voice/decode/samples.js';
import type { DecodedVoice } from './voice/decode/decode.js';
import type { Wav2LipEngine } from './inference/engine.js';
import { batchFrames, type FrameInput } from './inference/batch-frames.js';

/**
 * Renders the frames in which a portrait speaks a voice.
 * @yields the portrait's patch for each frame, `[height, width, 3]` RGB; the same array may be
 *   yielded several times
 * @throws RenderError `inference_failed`, `device_out_of_memory`
 */
export async function* renderFrames(
  engine: Wav2LipEngine,
  portrait: Portrait,
  voice: DecodedVoice,
  { frames, fps, mouthStrength }: { frames: number; fps: number; mouthStrength: number },
  settings: Pick<Settings, 'REST_IN_SILENCE'>,
): AsyncGenerator<Uint8Array> {
  const spoken = frameInputs(voice, { frames, fps, mouthStrength }, settings.REST_IN_SILENCE === 'on');
  const rest = restPatch(portrait);
  const { width, height } = portrait.tensors;
  const still = portrait.tilted ? new Uint8Array(3 * width * height) : rest;
  const drawn = batchFrames(engine, spoken, still, engine.batchFrames, firstBatchFrames(engine));
  for await (const patch of drawn) yield patch === still ? rest : shownPatch(portrait, patch);
}

/** On the CPU one frame takes an eighth of the time of eight; a GPU always computes whole batches. */
function firstBatchFrames({ provider, batchFrames }: Wav2LipEngine): number {
  return provider === 'cpu' ? 1 : batchFrames;
}

/** The mel window and the mouth strength of each frame. */
async function* frameInputs(
  voice: DecodedVoice,
  { frames, fps, mouthStrength }: { frames: number; fps: number; mouthStrength: number },
  rests: boolean,
): AsyncGenerator<FrameInput> {
  const activity = rests ? mouthActivity(voice.loudness, frames, fps) : undefined;
  let frame = 0;
  for await (const mel of melWindows(readMelColumns(readSamples(voice.samplesFile)), frames, fps)) {
    yield { mel, mouthStrength: (activity?.[frame++] ?? 1) * mouthStrength };
  }
}
