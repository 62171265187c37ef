import type { Settings } from '../../config/settings.js';
import type { Compositor } from './compose/compositor.js';
import { poseAtRest, type Pose } from './motion/pose.js';
import { LipSpreadReader } from './motion/lip-spread.js';
import { melWindows } from './voice/features/mel-windows.js';
import { readMelColumns } from './voice/features/mel.js';
import { mouthActivity } from './voice/features/mouth-activity.js';
import { readSamples } from './voice/decode/samples.js';
import type { DecodedVoice } from './voice/decode/decode.js';
import type { Wav2LipEngine } from './inference/engine.js';
import { articulate } from './inference/articulate.js';
import { batchFrames, type FrameInput } from './inference/batch-frames.js';

/** The settings that say which part of a voice a frame shows. */
type WindowSettings = Pick<Settings, 'REST_IN_SILENCE' | 'VOICE_WINDOW_LEAD_MS'>;

/** Which frames of a voice are rendered, and how. */
export interface ShownFrames {
  readonly frames: number;
  readonly fps: number;
  readonly mouthStrength: number;
  /** One for each frame; without them the head stands still. */
  readonly poses?: Iterable<Pose> | undefined;
  readonly settings: WindowSettings;
}

/** Frames that are drawn while an earlier one is encoded. */
const maxInFlight = 2;

/**
 * Renders the frames in which a portrait speaks a voice.
 * @yields the compositor's region of each frame; its memory is used again after the next one was asked for
 * @throws RenderError `inference_failed`, `device_out_of_memory`, `internal`; the reason of the abort
 */
export async function* renderFrames(
  engine: Wav2LipEngine,
  compositor: Pick<Compositor, 'draw' | 'recycle'>,
  voice: DecodedVoice,
  shown: ShownFrames,
): AsyncGenerator<Uint8Array> {
  const spoken = frameInputs(voice, shown);
  const remaining = shown.poses?.[Symbol.iterator]();
  const inFlight: Promise<Uint8Array>[] = [];
  const next = async function* () {
    const frame = await inFlight.shift();
    if (!frame) return;
    yield frame;
    compositor.recycle(frame);
  };
  try {
    const mouths = batchFrames(engine, spoken, engine.batchFrames, firstBatchFrames(engine));
    for await (const mouth of articulate(mouths, shown.fps)) {
      const drawing = compositor.draw({ pose: nextPose(remaining), mouth });
      // It is thrown when the frame is due.
      drawing.catch(() => undefined);
      inFlight.push(drawing);
      if (inFlight.length >= maxInFlight) yield* next();
    }
    while (inFlight.length > 0) yield* next();
  } finally {
    await Promise.allSettled(inFlight);
  }
}

function nextPose(poses: Iterator<Pose> | undefined): Pose {
  if (!poses) return poseAtRest;
  const next = poses.next();
  if (next.done === true) throw new RangeError('there are fewer poses than frames');
  return next.value;
}

/** On the CPU one frame takes an eighth of the time of eight; a GPU always computes whole batches. */
function firstBatchFrames({ provider, batchFrames }: Wav2LipEngine): number {
  return provider === 'cpu' ? 1 : batchFrames;
}

/** The mel window and the mouth strength of each frame. */
async function* frameInputs(
  voice: DecodedVoice,
  { frames, fps, mouthStrength, settings }: ShownFrames,
): AsyncGenerator<FrameInput> {
  const { REST_IN_SILENCE: rests, VOICE_WINDOW_LEAD_MS: leadMs = 0 } = settings;
  const activity = rests === 'on' ? mouthActivity(voice.loudness, frames, fps) : undefined;
  const spread = new LipSpreadReader(fps);
  let frame = 0;
  for await (const mel of melWindows(readMelColumns(readSamples(voice.samplesFile)), frames, fps, leadMs)) {
    const strength = (activity?.[frame++] ?? 1) * mouthStrength;
    yield { mel, mouthStrength: strength, spread: spread.next(mel) };
  }
}
