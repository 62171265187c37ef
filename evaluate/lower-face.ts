import type { Picture } from '../function/render/picture/decode-picture.js';
import type { Portrait } from '../function/render/portrait/portrait.js';
import { rawPicture } from '../function/render/picture/raw-picture.js';
import { tile } from './sheet-layout.js';

interface Size {
  readonly width: number;
  readonly height: number;
}

/** The part of the face box in a tile: this share of its width, down to just below the chin. */
const shown = { width: 0.8, bottom: 1.05 };

/**
 * Draws a tile: the face from its nose to its chin, with a frame's patch in its place.
 * @param pixels the patch, `[height, width, 3]` RGB
 * @param size of the tile
 * @returns a PNG
 */
export async function drawLowerFace(
  { picture, face, patch }: Portrait,
  pixels: Uint8Array,
  size: Size = tile,
): Promise<Buffer> {
  const { width, height, rgb } = picture;
  const { box } = face;
  const across = Math.round(shown.width * box.width);
  const tall = Math.min(height, Math.round((across * size.height) / size.width));
  const top = Math.min(height - tall, Math.max(0, Math.round(box.y + shown.bottom * box.height - tall)));
  const left = box.x + Math.round((box.width - across) / 2);
  const raw = { width: patch.width, height: patch.height, channels: 3 as const };
  const whole = await rawPicture({ rgb, width, height })
    .composite([{ input: Buffer.from(pixels), raw, left: patch.x, top: patch.y }])
    .removeAlpha()
    .raw()
    .toBuffer();
  return cutOut({ rgb: whole, width, height }, { left, top, width: across, height: tall }, size);
}

/** Cuts a part out of a picture, and scales it to a size. @returns a PNG */
export function cutOut(
  { rgb, width, height }: Picture,
  region: { readonly left: number; readonly top: number } & Size,
  size: Size,
): Promise<Buffer> {
  return rawPicture({ rgb, width, height })
    .extract(region)
    .resize(size.width, size.height, { fit: 'fill' })
    .png()
    .toBuffer();
}
