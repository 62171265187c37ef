import { RenderError } from '../../errors/render-error.js';
import { withCompositor, type Compositor } from './compose/compositor.js';
import { stillScene } from './compose/prepare-scene.js';
import type { Wav2LipEngine } from './inference/engine.js';
import { poseAtRest } from './motion/pose.js';
import { toRgb, toYuv, withRegion } from './picture/planes.js';
import type { Picture } from './picture/decode-picture.js';
import type { PortraitCutOut } from './portrait/framing/shape-cut-out.js';
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

/** A frame as a picture. */
interface DrawnFrame extends Picture {
  /** `[height, width]`: 255 is opaque. */
  readonly alpha?: Buffer;
}

/**
 * Draws one frame of a portrait that does not move, at the moment at which its mouth is open widest. The
 * engine must not render anything else meanwhile.
 * @returns a picture of the portrait's size, with alpha if it is cut out
 * @throws RenderError `voice_too_short`, `inference_failed`, `internal`; the reason of the abort
 */
export function drawFrame(
  { portrait, moments, mouthStrength, cacheFolder }: FrameRequest,
  engine: Wav2LipEngine,
  signal: AbortSignal,
): Promise<DrawnFrame> {
  const draw = async (compositor: Compositor) => {
    await engine.setPortrait(portrait.tensors);
    const { cutOut } = portrait;
    const scene = await stillScene(engine, portrait);
    const { region, planes } = await compositor.prepare(cutOut ? { ...scene, picture: cutOut.color } : scene);
    const mouth = { ...(await drawWidestMouth(engine, moments)), strength: mouthStrength };
    const drawn = await compositor.draw({ pose: poseAtRest, mouth });
    const { width, height } = portrait.picture;
    const frame = withRegion({ planes, width, height }, region, drawn);
    const rgb = toRgb(surroundedPicture(frame, portrait.surround));
    return { width, height, rgb, ...(cutOut && { alpha: alphaOf(cutOut) }) };
  };
  return withCompositor(signal, draw, cacheFolder === undefined ? {} : { cacheFolder });
}

function alphaOf({ alpha, surround }: PortraitCutOut): Buffer {
  const gray = toRgb(surroundedPicture(toYuv(alpha), surround));
  return Buffer.from(Uint8Array.from({ length: gray.length / 3 }, (_, pixel) => gray[3 * pixel] ?? 0));
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
