import sharp, { type Sharp } from 'sharp';
import type { Picture } from './decode-picture.js';

/** A decoded picture as input of sharp. Its size was checked when it was decoded. */
export function rawPicture({ rgb, width, height }: Picture): Sharp {
  return sharp(rgb, { raw: { width, height, channels: 3 }, limitInputPixels: false });
}
