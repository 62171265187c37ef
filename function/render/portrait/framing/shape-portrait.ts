import type { PictureShape } from '../../../../domain/video-form.js';
import { RenderError } from '../../../../errors/render-error.js';
import { decodePicture } from '../../picture/decode-picture.js';
import { hasTransparency } from '../../picture/cut-out/transparency.js';
import type { PictureWithFace } from './map-face.js';
import { pictureLimits, type PictureSettings } from './picture-limits.js';
import { chooseFraming } from './choose-framing.js';
import { framePicture } from './frame-picture.js';

/**
 * Gives a portrait the background and the shape that a request asks for. The face was found in the picture as
 * it is registered, so that every shape shows the same face.
 * @param bytes the picture's file
 * @throws RenderError `crop_invalid`, `portrait_opaque`
 */
export async function shapePortrait(
  portrait: PictureWithFace,
  bytes: Uint8Array,
  shape: PictureShape,
  settings: PictureSettings,
): Promise<PictureWithFace> {
  const { background = 'blur', aspect } = shape;
  const framing = chooseFraming(portrait.face, portrait.picture, shape);
  const color = background.startsWith('#') ? background : undefined;
  if (color !== undefined && aspect === undefined && !(await hasTransparency(bytes))) {
    throw new RenderError(
      'portrait_opaque',
      `The portrait has no transparent pixels, so that background ${color} would not be seen. Use a PNG or WebP with transparency, set matte to estimate the outline of the person, or set aspect to fill the space beside the picture.`,
      { details: { background: color } },
    );
  }
  const colored = color === undefined ? portrait : await onColor(portrait, bytes, color, settings);
  return framing ? framePicture(colored, framing, color ?? 'blur') : colored;
}

async function onColor(
  { face }: PictureWithFace,
  bytes: Uint8Array,
  background: string,
  settings: PictureSettings,
): Promise<PictureWithFace> {
  return { picture: await decodePicture(bytes, { ...pictureLimits(settings), background }), face };
}
