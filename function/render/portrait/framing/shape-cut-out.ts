import type { PictureShape } from '../../../../domain/video-form.js';
import { RenderError } from '../../../../errors/render-error.js';
import type { Picture } from '../../picture/decode-picture.js';
import type { Surround } from '../../picture/surround.js';
import { decodeCutOut, hasTransparency } from '../../picture/cut-out/transparency.js';
import { fitToVideo } from './fit-video.js';
import { chooseFraming } from './choose-framing.js';
import { framePicture } from './frame-picture.js';
import type { PictureWithFace } from './map-face.js';

/** A portrait without what is behind it, in the size of its video. */
export interface PortraitCutOut {
  /** Colors that are not multiplied with alpha, and continue beyond the edges. */
  readonly color: Picture;
  /** The same in each channel: 255 is opaque. */
  readonly alpha: Picture;
  /** What lies beyond the picture is transparent. */
  readonly surround?: Surround | undefined;
}

/** Transparent, in the picture of alpha. */
const nothing = '#000000';

/**
 * Cuts a portrait out of its background, in the shape that a request asks for.
 * @param portrait as it was decoded, with its face
 * @param bytes the picture's file
 * @throws RenderError `portrait_opaque`, `crop_invalid`
 */
export async function shapeCutOut(
  { picture, face }: PictureWithFace,
  bytes: Uint8Array,
  shape: PictureShape,
  maxSide: number,
): Promise<PortraitCutOut> {
  if (!(await hasTransparency(bytes))) {
    throw new RenderError(
      'portrait_opaque',
      'The portrait has no transparent pixels, so that a transparent background shows nothing. Use a PNG or WebP with transparency, set matte to estimate the outline of the person, or leave out background.',
      { details: { background: 'transparent' } },
    );
  }
  const framing = chooseFraming(face, picture, shape);
  const shaped = async (part: Picture, padding: string) => {
    const whole = { picture: part, face };
    return fitToVideo(framing ? await framePicture(whole, framing, padding) : whole, maxSide);
  };
  const { color, alpha } = await decodeCutOut(bytes, picture);
  const [colors, alphas] = await Promise.all([shaped(color, 'blur'), shaped(alpha, nothing)]);
  return { color: colors.picture, alpha: alphas.picture, surround: alphas.surround };
}

/** Shows the prepared portrait where it is opaque: its mouth may have been closed. */
export function withPreparedFace(cutOut: PortraitCutOut, prepared: Picture): PortraitCutOut {
  const rgb = Buffer.from(cutOut.color.rgb);
  for (let byte = 0; byte < rgb.length; byte++)
    if (cutOut.alpha.rgb[byte] === 255) rgb[byte] = prepared.rgb[byte] ?? 0;
  return { ...cutOut, color: { ...cutOut.color, rgb } };
}
