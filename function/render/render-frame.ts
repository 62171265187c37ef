import { RenderError } from '../../errors/render-error.js';
import { withCompositor, type Compositor } from './compose/compositor.js';
import { stillScene } from './compose/prepare-scene.js';
import type { Wav2LipEngine } from './inference/engine.js';
import { poseAtRest } from './motion/pose.js';
import { toRgb, withRegion } from './picture/planes.js';
import type { Picture } from './picture/decode-picture.js';
import type { Portrait } from './portrait/portrait.js';
import { surroundedPicture } from './surrounded-frames.js';
import { drawWidestMouth, type Moment } from './widest-mouth.js';

/** What one frame shows. */
export interface FrameRequest {
  readonly portrait: Portrait;
  /** Moments of the voice; the one with the widest mouth is drawn. */
  readonly moments: readonly Moment[];
  /** 0..2, as {@link checkMouthStrength} returns it. */
  readonly mouthStrength: number;
  /** For what is prepared of a portrait; without it nothing is cached. */
  readonly cacheFolder?: string;
}

/**
 * Draws one frame of a portrait that does not move, at the moment at which its mouth is open widest. The
 * engine must not render anything else meanwhile.
 * @returns a picture of the portrait's size, RGB, 0..255
 * @throws RenderError `voice_too_short`, `inference_failed`, `internal`; the reason of the abort
 */
export function drawFrame(
  { portrait, moments, mouthStrength, cacheFolder }: FrameRequest,
  engine: Wav2LipEngine,
  signal: AbortSignal,
): Promise<Picture> {
  const draw = async (compositor: Compositor) => {
    await engine.setPortrait(portrait.tensors);
    const { region, planes } = await compositor.prepare(await stillScene(engine, portrait));
    const mouth = { ...(await drawWidestMouth(engine, moments)), strength: mouthStrength };
    const drawn = await compositor.draw({ pose: poseAtRest, mouth });
    const { width, height } = portrait.picture;
    const frame = withRegion({ planes, width, height }, region, drawn);
    return { width, height, rgb: toRgb(surroundedPicture(frame, portrait.surround)) };
  };
  return withCompositor(signal, draw, cacheFolder === undefined ? {} : { cacheFolder });
}

/**
 * Without the detail network, the drawn mouth can only be shown as it is.
 * @throws RenderError `request_invalid`
 */
export function checkMouthStrength(mouthStrength = 1, { detail }: Pick<Wav2LipEngine, 'detail'>): number {
  if (mouthStrength === 1 || detail) return mouthStrength;
  throw new RenderError(
    'request_invalid',
    `mouthStrength is ${String(mouthStrength)}, but the service runs with DETAIL=off. Leave it out, or set DETAIL=on.`,
  );
}
