import type { Portrait } from './portrait/portrait.js';
import type { DecodedVoice } from './voice/decode/decode.js';
import { estimatePitch } from './voice/features/pitch.js';
import { readSamples } from './voice/decode/samples.js';
import type { Wav2LipEngine } from './inference/engine.js';
import type { MotionStrengths } from '../../domain/motion-presets.js';
import { planMotion } from './motion/plan-motion.js';
import type { Pose } from './motion/pose.js';
import { prepareMotion, type PortraitMotion } from './compose/prepare-motion.js';

/** The motion of one video: the portrait, ready to be moved, and a pose for each frame. */
export interface PlannedMotion {
  readonly portrait: PortraitMotion;
  readonly poses: Iterable<Pose>;
}

/**
 * Prepares a portrait for motion, and plans how it moves while it speaks a voice.
 * @throws RenderError `inference_failed`
 */
export async function planPortraitMotion(
  engine: Pick<Wav2LipEngine, 'runNetwork'>,
  portrait: Pick<Portrait, 'picture' | 'face' | 'patch'>,
  voice: Pick<DecodedVoice, 'loudness' | 'samplesFile'>,
  {
    motion,
    frames,
    fps,
    seed = '',
  }: {
    readonly motion: MotionStrengths;
    readonly frames: number;
    readonly fps: number;
    readonly seed?: string | undefined;
  },
): Promise<PlannedMotion> {
  const [prepared, pitch] = await Promise.all([
    prepareMotion((run) => engine.runNetwork(run), portrait, motion),
    motion.head > 0 ? estimatePitch(readSamples(voice.samplesFile)) : new Float32Array(),
  ]);
  const prosody = { loudness: voice.loudness, pitch };
  return { portrait: prepared, poses: planMotion(prosody, { frames, fps, motion, seed }) };
}
