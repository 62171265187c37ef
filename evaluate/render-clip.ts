import type { Settings } from '../config/settings.js';
import type { Portrait } from '../function/render/portrait/portrait.js';
import { renderFrames } from '../function/render/frame-stream.js';
import type { DecodedVoice } from '../function/render/voice/decode/decode.js';
import { frameCount, melWindows } from '../function/render/voice/features/mel-windows.js';
import { readMelColumns, sampleRateHz } from '../function/render/voice/features/mel.js';
import { readSamples } from '../function/render/voice/decode/samples.js';
import type { Picture } from '../function/render/picture/decode-picture.js';
import type { Span } from '../function/render/picture/geometry.js';
import type { Wav2LipEngine } from '../function/render/inference/engine.js';
import type { Lips } from './lips.js';
import type { Stage } from './stage.js';
import { gapMeter } from './mouth-opening.js';

/** A portrait that can be measured. */
export interface Speaker {
  readonly id: string;
  readonly portrait: Portrait;
  readonly lips: Lips;
}

/** The mouth openings and frames of a portrait that speaks a voice. */
export interface RenderedClip {
  /** For each frame, in network pixels. */
  readonly openings: number[];
  /** Where the lips end in each frame, in network pixels from where they meet at rest. */
  readonly gaps: Span[];
  /** Each frame's patch, `[height, width, 3]` RGB. */
  readonly patches: Uint8Array[];
  /** A few whole frames, evenly spread. */
  readonly pictures: Picture[];
}

/**
 * Renders the engine's current portrait with a voice, frame by frame like a real render.
 * @param wholeFrames how many whole frames are kept, at most
 */
export async function renderClip(
  { engine, settings }: { readonly engine: Wav2LipEngine; readonly settings: Settings },
  { portrait, lips }: Speaker,
  stage: Stage,
  {
    voice,
    fps,
    wholeFrames = 0,
    signal,
  }: {
    readonly voice: DecodedVoice;
    readonly fps: number;
    readonly wholeFrames?: number;
    readonly signal: AbortSignal;
  },
): Promise<RenderedClip> {
  const measure = gapMeter(stage.rest, portrait.patch, lips);
  const frames = frameCount(voice.sampleCount, sampleRateHz, fps);
  const rendered: RenderedClip = { openings: [], gaps: [], patches: [], pictures: [] };
  const shown = { frames, fps, mouthStrength: 1, settings };
  for await (const frame of renderFrames(engine, stage.compositor, voice, shown)) {
    signal.throwIfAborted();
    const patch = stage.patchOf(frame);
    const gap = measure(patch);
    rendered.openings.push(gap.to - gap.from);
    rendered.gaps.push(gap);
    if (rendered.patches.length * wholeFrames >= rendered.pictures.length * frames && wholeFrames > 0)
      rendered.pictures.push(stage.pictureOf(frame));
    rendered.patches.push(patch);
  }
  return rendered;
}

/** A few windows of a voice, evenly spread, `[80, 16]` each. */
export async function sampleWindows(
  voice: DecodedVoice,
  fps: number,
  count: number,
): Promise<Float32Array[]> {
  const frames = frameCount(voice.sampleCount, sampleRateHz, fps);
  const every = Math.max(1, Math.floor(frames / count));
  const windows: Float32Array[] = [];
  let frame = 0;
  for await (const window of melWindows(readMelColumns(readSamples(voice.samplesFile)), frames, fps)) {
    if (frame++ % every === 0 && windows.length < count) windows.push(window);
  }
  return windows;
}

/** All samples of a voice, mono 16 kHz. */
export async function samplesOf(voice: DecodedVoice): Promise<Float32Array> {
  const samples = new Float32Array(voice.sampleCount);
  let at = 0;
  for await (const chunk of readSamples(voice.samplesFile)) {
    samples.set(chunk.subarray(0, samples.length - at), at);
    at = Math.min(samples.length, at + chunk.length);
  }
  return samples;
}
