import sharp from 'sharp';
import type { PictureShape } from '../../domain/video-form.js';
import { answerOfThread } from '../../domain/thread-answer.js';
import { headCrop } from './compose/head/head-crop.js';
import { headPixels } from './compose/head/head-pixels.js';
import { findHeadFields } from './compose/motion-networks.js';
import type { PersonOutline } from './cut-out-along.js';
import { networkBox } from './face/face-geometry.js';
import type { RunNetwork } from './gpu/network-run.js';
import { hasTransparency } from './picture/cut-out/transparency.js';
import type { Avatar } from './portrait/avatar.js';
import { inKeptPixels } from './portrait/framing/choose-framing.js';
import { findPortraitFace, type PortraitContext } from './portrait/load-portrait.js';

const cuttingOut = { module: new URL('./outline-worker.js', import.meta.url), task: 'cuts people out' };

/** A portrait, and what of it is shown. */
interface ShownPortrait {
  readonly avatar: Avatar;
  readonly shape: PictureShape & { readonly matte?: boolean | undefined };
}

/** What estimating an outline needs. */
interface MatteContext extends PortraitContext {
  readonly run: RunNetwork;
}

/**
 * With `matte`, gives a portrait transparent pixels: those that do not show the person, as the head network
 * estimates it. A portrait that has some keeps its own. The new picture has the size at which it was
 * decoded, and the crop is in its pixels.
 * @throws RenderError `portrait_unreadable`, `portrait_too_large`, `face_not_found`, `faces_several`,
 *   `inference_failed`; the reason of the abort
 */
export async function mattePortrait(shown: ShownPortrait, context: MatteContext): Promise<ShownPortrait> {
  const { avatar, shape } = shown;
  if (shape.matte !== true || (await hasTransparency(avatar.bytes))) return shown;
  const { picture, face } = await findPortraitFace(avatar, context);
  const box = networkBox(face);
  const crop = headCrop(box);
  const { person } = await findHeadFields(context.run, await headPixels(picture, crop), crop);
  const outline: PersonOutline = { picture, person, crop, box };
  const rgba = await answerOfThread<Uint8Array>(cuttingOut, outline, context.signal);
  const { width, height, scale } = picture;
  const bytes = await sharp(rgba, { raw: { width, height, channels: 4 }, limitInputPixels: false })
    .png({ compressionLevel: 1 })
    .toBuffer();
  const kept = shape.crop && { crop: inKeptPixels(shape.crop, scale) };
  return { avatar: { ...avatar, bytes, face }, shape: { ...shape, ...kept } };
}
