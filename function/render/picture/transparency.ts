import sharp from 'sharp';
import { withoutTexts } from './png-texts.js';

/** Whether a picture has pixels that are not opaque. @param file a picture that can be decoded */
export async function hasTransparency(file: Uint8Array): Promise<boolean> {
  const picture = sharp(withoutTexts(file), { limitInputPixels: false, failOn: 'none' });
  const { hasAlpha } = await picture.metadata();
  return hasAlpha && !(await picture.stats()).isOpaque;
}
