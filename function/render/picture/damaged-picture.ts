import { crc32 } from 'node:zlib';
import { describePictureKind } from './format/picture-kind.js';

const pngSignature = Buffer.from('\x89PNG\r\n\x1a\n', 'latin1');

/** Why a picture cannot be read, and what to do, from the structure of its file. */
export function describeDamage(bytes: Uint8Array): string {
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (file.length === 0) return 'The portrait has 0 bytes. Send the file again.';
  if (file.subarray(0, 8).equals(pngSignature)) return pngDamage(file);
  if (file.toString('latin1', 0, 4) === 'RIFF' && file.toString('latin1', 8, 12) === 'WEBP') {
    return file.length < 12 + 8 || file.readUInt32LE(4) + 8 > file.length ? brokenOff : damaged('WebP');
  }
  if (file[0] === 0xff && file[1] === 0xd8) return damaged('JPEG');
  return describePictureKind(file) ?? 'The portrait cannot be read. Use a PNG, JPEG, or WebP picture.';
}

const brokenOff = 'The portrait breaks off: the end of the file is missing. Send the whole file again.';

function damaged(format: string): string {
  return `The portrait is a ${format} whose data is damaged. Save the picture again, or use another.`;
}

/** Programs write some ten, and one for every 8 KB of the picture. */
const maxChunks = 20_000;

/** Checks the chunks of a PNG up to its end. */
function pngDamage(file: Buffer): string {
  let at = pngSignature.length;
  for (let count = 0; at + 12 <= file.length; count++) {
    if (count === maxChunks) return damaged('PNG');
    const end = at + 12 + file.readUInt32BE(at);
    const type = file.toString('latin1', at + 4, at + 8);
    if (type === 'CgBI') {
      return 'The portrait is a PNG in the form that Xcode makes for iOS apps (CgBI). Use the original PNG.';
    }
    if (!/^[A-Za-z]{4}$/.test(type)) return damaged('PNG');
    if (end > file.length) return brokenOff;
    if (crc32(file.subarray(at + 4, end - 4)) !== file.readUInt32BE(end - 4)) return damaged('PNG');
    if (type === 'IEND') return damaged('PNG');
    at = end;
  }
  return brokenOff;
}
