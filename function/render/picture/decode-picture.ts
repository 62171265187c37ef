import sharp, { type Metadata } from 'sharp';
import { RenderError } from '../../../errors/render-error.js';
import { decodableJpeg } from './damaged-jpeg.js';
import { describeDamage } from './damaged-picture.js';
import { convertColors } from './format/convert-colors.js';
import { withExifFirst } from './format/png-chunks.js';
import { pngColors } from './format/png-colors.js';
import { withoutTexts } from './png-texts.js';
import { rawPicture } from './raw-picture.js';

/** A picture in the form that the video needs: upright, opaque, of even width and height. */
export interface Picture {
  readonly width: number;
  readonly height: number;
  /** `[height, width, 3]` RGB 0..255 */
  readonly rgb: Buffer;
  /** Pixels of the picture for each one of the file; 1 if absent. */
  readonly scale?: number;
}

export interface PictureLimits {
  /** Width × height. */
  readonly maxPixels: number;
  /** Color behind transparent pixels, `#rrggbb`. */
  readonly background: string;
}

/** Larger pictures are scaled down; the longest side of a video is 8192. */
const maxKeptPixels = 4096 * 4096;

const readable: readonly string[] = ['png', 'jpeg', 'webp'];

/**
 * Decodes a PNG, JPEG, or WebP: rotates it upright (EXIF), flattens it onto `background` if it is
 * transparent, and repeats the last column or row if a side is odd, because H.264's 4:2:0 needs even
 * sides. Colors that a PNG describes with cICP or gAMA become those of sRGB. Pictures of more than 16.8 million pixels are
 * scaled down while they are decoded, so that they need no more memory than others.
 * @throws RenderError `portrait_unreadable`, `portrait_too_large`
 */
export async function decodePicture(
  file: Uint8Array,
  { maxPixels, background }: PictureLimits,
): Promise<Picture> {
  const bytes = withExifFirst(withoutTexts(file));
  const { width, height, format } = await readSize(bytes);
  if (width * height > maxPixels) {
    throw new RenderError(
      'portrait_too_large',
      `The portrait has ${String(width)} × ${String(height)} pixels; the limit is ${String(maxPixels)} in total. Use a smaller picture or raise PORTRAIT_MAX_PIXELS.`,
      { details: { width, height, maxPixels } },
    );
  }
  // Only JPEGs can be damaged in ways that every browser ignores.
  const source = format === 'jpeg' ? await decodableJpeg(bytes, maxPixels) : bytes;
  try {
    const failOn = format === 'jpeg' ? 'error' : 'warning';
    const scale = Math.min(1, Math.sqrt(maxKeptPixels / (width * height)));
    const side = Math.floor(Math.max(width, height) * scale);
    const colors = pngColors(bytes);
    const decoder = sharp(source, { limitInputPixels: maxPixels, failOn });
    const kept = scale < 1 ? decoder.resize(side, side, { fit: 'inside' }) : decoder;
    const upright = await kept
      .autoOrient()
      .toColorspace('srgb')
      .flatten({ background })
      .removeAlpha()
      .raw()
      .toBuffer({ resolveWithObject: true });
    if (colors) await convertColors(upright.data, colors);
    const { data, info } = await evenSize(upright.data, upright.info.width, upright.info.height);
    return { width: info.width, height: info.height, rgb: data, ...(scale < 1 && { scale }) };
  } catch (error) {
    throw unreadable(bytes, error);
  }
}

/** Returns the file extension for a picture's format; undefined if it is unsupported. */
export async function extensionOf(bytes: Uint8Array): Promise<'.png' | '.jpg' | '.webp' | undefined> {
  const { format } = await sharp(withoutTexts(bytes), { limitInputPixels: false }).metadata();
  if (format === 'png' || format === 'webp') return `.${format}`;
  return format === 'jpeg' ? '.jpg' : undefined;
}

async function readSize(bytes: Uint8Array): Promise<Metadata> {
  // Reads only the header: nothing is decoded before the size has been checked.
  const metadata = await readMetadata(bytes);
  if (!readable.includes(metadata.format)) {
    throw new RenderError(
      'portrait_unreadable',
      `The portrait is a ${metadata.format} file. Use a PNG, JPEG, or WebP.`,
    );
  }
  return metadata;
}

async function readMetadata(bytes: Uint8Array): Promise<Metadata> {
  try {
    // For an empty buffer, sharp throws synchronously.
    return await sharp(bytes, { limitInputPixels: false }).metadata();
  } catch (error) {
    throw unreadable(bytes, error);
  }
}

function evenSize(rgb: Buffer, width: number, height: number) {
  return rawPicture({ rgb, width, height })
    .extend({ right: width % 2, bottom: height % 2, extendWith: 'copy' })
    .raw()
    .toBuffer({ resolveWithObject: true });
}

function unreadable(bytes: Uint8Array, cause: unknown): RenderError {
  return new RenderError('portrait_unreadable', describeDamage(bytes), { cause });
}
