import type { Picture } from '../function/render/picture/decode-picture.js';
import type { Portrait } from '../function/render/portrait/portrait.js';
import { rawPicture } from '../function/render/picture/raw-picture.js';
import { tile } from './sheet-layout.js';

/** The part of the face box in a tile: this share of its width, down to just below the chin. */
const shown = { width: 0.8, bottom: 1.05 };

/**
 * Draws a tile: the face from its nose to its chin, with a frame's patch in its place.
 * @param pixels the patch, `[height, width, 3]` RGB
 * @returns a PNG
 */
export async function drawLowerFace({ picture, face, patch }: Portrait, pixels: Uint8Array): Promise<Buffer> {
  const { width, height, rgb } = picture;
  const { box } = face;
  const across = Math.round(shown.width * box.width);
  const tall = Math.min(height, Math.round((across * tile.height) / tile.width));
  const top = Math.min(height - tall, Math.max(0, Math.round(box.y + shown.bottom * box.height - tall)));
  const left = box.x + Math.round((box.width - across) / 2);
  const raw = { width: patch.width, height: patch.height, channels: 3 as const };
  const whole = await rawPicture({ rgb, width, height })
    .composite([{ input: Buffer.from(pixels), raw, left: patch.x, top: patch.y }])
    .removeAlpha()
    .raw()
    .toBuffer();
  return cutOut({ rgb: whole, width, height }, { left, top, width: across, height: tall });
}

function cutOut(
  { rgb, width, height }: Picture,
  region: { left: number; top: number; width: number; height: number },
): Promise<Buffer> {
  return rawPicture({ rgb, width, height })
    .extract(region)
    .resize(tile.width, tile.height, { fit: 'fill' })
    .png()
    .toBuffer();
}
