import sharp from 'sharp';
import { RenderError } from '../../../errors/render-error.js';

const endOfImage = [0xff, 0xd9] as const;

/** The gray with which libjpeg fills missing data. */
const filledWith = 128;

/** A few rows of blocks at the bottom may be missing, as when a file lacks its last bytes. */
const maxMissingRows = 32;

/**
 * Completes a JPEG that lacks its last bytes, which browsers show without a warning. Odd scan headers and
 * lost restart markers need no repair: the decoder only warns.
 * @throws RenderError `portrait_unreadable` if the file breaks off in the middle of the picture
 */
export async function decodableJpeg(bytes: Uint8Array, maxPixels: number): Promise<Uint8Array> {
  if (hasEnd(bytes)) return bytes;
  const completed = Buffer.concat([bytes, Buffer.from(endOfImage)]);
  const { isProgressive } = await sharp(bytes, { limitInputPixels: maxPixels }).metadata();
  const missing = await missingRows(completed, maxPixels, isProgressive).catch(() => Infinity);
  if (missing <= maxMissingRows) return completed;
  throw new RenderError(
    'portrait_unreadable',
    'The portrait breaks off: the end of the file is missing. Send the whole file again.',
  );
}

/** Whether the end-of-image marker is present; programs append other data after it. */
function hasEnd(bytes: Uint8Array): boolean {
  return (
    Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).lastIndexOf(Buffer.from(endOfImage)) > 0
  );
}

/**
 * Counts the rows at the bottom that the decoder had to fill, up to one more than may be missing. A progressive
 * picture is either whole or not.
 */
async function missingRows(jpeg: Uint8Array, maxPixels: number, isProgressive: boolean): Promise<number> {
  const failOn = isProgressive ? 'warning' : 'error';
  const { data, info } = await sharp(jpeg, { limitInputPixels: maxPixels, failOn })
    .toColorspace('srgb')
    .removeAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  const stride = info.width * info.channels;
  let row = info.height;
  while (
    row > 0 &&
    info.height - row <= maxMissingRows &&
    isFilled(data.subarray((row - 1) * stride, row * stride))
  )
    row--;
  return info.height - row;
}

function isFilled(row: Uint8Array): boolean {
  return row.every((value) => value === filledWith);
}
