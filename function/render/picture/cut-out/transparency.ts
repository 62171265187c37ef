import sharp from 'sharp';
import { continueColors } from './continue-colors.js';
import type { Picture } from '../decode-picture.js';
import { withExifFirst } from '../format/png-chunks.js';
import { withoutTexts } from '../png-texts.js';

/** A picture whose colors continue beyond its edges, and how opaque it is. */
export interface CutOut {
  readonly color: Picture;
  /** The same in each channel: 255 is opaque. */
  readonly alpha: Picture;
}

/** Whether a picture has pixels that are not opaque. @param file a picture that can be decoded */
export async function hasTransparency(file: Uint8Array): Promise<boolean> {
  const picture = sharp(withoutTexts(file), { limitInputPixels: false, failOn: 'none' });
  const { hasAlpha } = await picture.metadata();
  return hasAlpha && !(await picture.stats()).isOpaque;
}

/**
 * Separates colors from transparency, upright and of even size like `decodePicture`. The colors are not
 * multiplied with alpha, and transparent pixels continue the visible ones, so that neither scaling nor 4:2:0
 * brings another color into an edge.
 * @param file a picture that was decoded before
 * @param size of the decoded picture; large files are scaled down
 */
export async function decodeCutOut(
  file: Uint8Array,
  size: { readonly width: number; readonly height: number },
): Promise<CutOut> {
  const upright = sharp(withExifFirst(withoutTexts(file)), { limitInputPixels: false, failOn: 'none' })
    .autoOrient()
    .toColorspace('srgb')
    .ensureAlpha();
  const decoded = await upright.raw().toBuffer({ resolveWithObject: true });
  const { width: columns, height: rows } = decoded.info;
  const even = await sharp(decoded.data, {
    raw: { width: columns, height: rows, channels: 4 },
    limitInputPixels: false,
  })
    .extend({ right: columns % 2, bottom: rows % 2, extendWith: 'copy' })
    .raw()
    .toBuffer({ resolveWithObject: true });
  const fitted = await sharp(even.data, {
    raw: { width: even.info.width, height: even.info.height, channels: 4 },
    limitInputPixels: false,
  })
    .resize(size.width, size.height, { fit: 'fill' })
    .raw()
    .toBuffer();
  const { width, height } = size;
  const alpha = Buffer.alloc(3 * width * height);
  for (let pixel = 0; pixel < width * height; pixel++)
    alpha.fill(fitted[4 * pixel + 3] ?? 0, 3 * pixel, 3 * pixel + 3);
  return {
    color: { width, height, rgb: continueColors(fitted, width, height) },
    alpha: { width, height, rgb: alpha },
  };
}
