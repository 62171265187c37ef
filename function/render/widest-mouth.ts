import type { Wav2LipEngine } from './inference/engine.js';
import { perFrame, type DrawnMouths, mouthsBetween } from './portrait/drawn-mouths.js';
import { drawnOpening } from './portrait/drawn-opening.js';
import { loudnessPerSecond } from './voice/features/loudness.js';
import { frameCount, melWindows } from './voice/features/mel-windows.js';
import { readMelColumns, sampleRateHz } from './voice/features/mel.js';
import { readSamples } from './voice/decode/samples.js';
import type { DecodedVoice } from './voice/decode/decode.js';
import { RenderError } from '../../errors/render-error.js';

/** Loud moments of a voice among which the widest mouth is looked for. */
const maxMoments = 16;
/** Two of them are at least this far apart. */
const minDistanceSeconds = 0.08;
/** The mouth is widest a little before a sound is loudest. */
const leadSeconds = 0.1;

/** A part of a voice, as the network sees it. */
export interface Moment {
  /** `[80, 16]` */
  readonly mel: Float32Array;
}

/**
 * The mouth of the current portrait at the moment of a voice at which it is open widest: the loudest
 * moment is often a closed vowel.
 * @throws RenderError `voice_too_short`, `inference_failed`
 */
export async function drawWidestMouth(
  engine: Pick<Wav2LipEngine, 'drawMouths'>,
  moments: readonly Moment[],
): Promise<DrawnMouths> {
  const [first] = moments;
  if (!first) throw new RenderError('voice_too_short', 'The voice has no frame.');
  const mel = new Float32Array(moments.length * first.mel.length);
  for (const [index, moment] of moments.entries()) mel.set(moment.mel, index * first.mel.length);
  const mouths = await engine.drawMouths(mel);
  const { detail } = mouths;
  // Without detail, only the loudness tells.
  if (!detail) return mouthsBetween(mouths, 0, 1);
  const openings = moments.map((_, index) =>
    drawnOpening(detail.motion.subarray(index * perFrame.motion, (index + 1) * perFrame.motion)),
  );
  const widest = openings.indexOf(Math.max(...openings));
  return mouthsBetween(mouths, widest, widest + 1);
}

/** The loudest moments of a voice, the loudest one first. */
export async function loudMoments(voice: DecodedVoice, fps: number): Promise<Moment[]> {
  const frames = frameCount(voice.sampleCount, sampleRateHz, fps);
  const blocks = Array.from(voice.loudness.keys()).sort(
    (a, b) => (voice.loudness[b] ?? 0) - (voice.loudness[a] ?? 0),
  );
  const chosen: number[] = [];
  for (const block of blocks) {
    if (chosen.length === maxMoments) break;
    const frame = Math.floor((block / loudnessPerSecond - leadSeconds) * fps);
    const place = Math.min(frames - 1, Math.max(0, frame));
    if (chosen.every((other) => Math.abs(other - place) >= minDistanceSeconds * fps)) chosen.push(place);
  }
  const windows = new Map<number, Float32Array>();
  let frame = 0;
  for await (const mel of melWindows(readMelColumns(readSamples(voice.samplesFile)), frames, fps)) {
    if (chosen.includes(frame)) windows.set(frame, mel);
    frame++;
  }
  return chosen.flatMap((place) => {
    const mel = windows.get(place);
    return mel ? [{ mel }] : [];
  });
}
