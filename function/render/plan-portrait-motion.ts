import type { Portrait } from './portrait/portrait.js';
import type { DecodedVoice } from './voice/decode/decode.js';
import { estimatePitch } from './voice/features/pitch.js';
import { readSamples } from './voice/decode/samples.js';
import type { Wav2LipEngine } from './inference/engine.js';
import { isMoving, type MotionStrengths } from '../../domain/motion-presets.js';
import { planMotion } from './motion/plan-motion.js';
import type { Pose } from './motion/pose.js';
import { prepareScene, stillScene, type PreparedScene } from './compose/prepare-scene.js';

/** The motion of one video: what the compositor needs to know, and a pose for each frame. */
export interface PlannedMotion extends PreparedScene {
  /** Absent if only the mouth moves. */
  readonly poses?: Iterable<Pose>;
}

/**
 * Finds out how a portrait moves, and plans its motion while it speaks a voice.
 * @throws RenderError `inference_failed`
 */
export async function planPortraitMotion(
  engine: Pick<Wav2LipEngine, 'runNetwork' | 'drawMouths'>,
  portrait: Portrait,
  voice: Pick<DecodedVoice, 'loudness' | 'samplesFile'>,
  {
    motion,
    frames,
    fps,
    seed = '',
  }: {
    readonly motion?: MotionStrengths | undefined;
    readonly frames: number;
    readonly fps: number;
    readonly seed?: string | undefined;
  },
): Promise<PlannedMotion> {
  if (!isMoving(motion)) return { scene: await stillScene(engine, portrait), lacksEyes: false };
  const [prepared, pitch] = await Promise.all([
    prepareScene(engine, (run) => engine.runNetwork(run), portrait, motion),
    motion.head > 0 ? estimatePitch(readSamples(voice.samplesFile)) : new Float32Array(),
  ]);
  const prosody = { loudness: voice.loudness, pitch };
  return { ...prepared, poses: planMotion(prosody, { frames, fps, motion, seed }) };
}
