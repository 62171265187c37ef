const signature = 0x8950_4e47_0d0a_1a0an;
const signatureBytes = 8;
/** Length, type, and checksum. */
const frameBytes = 12;
/** Programs write some ten, and one for every 8 KB of the picture. */
const maxChunks = 20_000;

/** A chunk of a PNG: its type, and where it is in the file. */
export interface PngChunk {
  readonly type: string;
  readonly start: number;
  readonly content: number;
  readonly end: number;
}

/** The chunks of a PNG up to anything that is not one; none for other formats (PNG specification, 5.3). */
export function pngChunks(file: Buffer): PngChunk[] {
  const found: PngChunk[] = [];
  if (file.length < signatureBytes || file.readBigUInt64BE(0) !== signature) return found;
  for (let start = signatureBytes; start + frameBytes <= file.length && found.length < maxChunks;) {
    const end = start + frameBytes + file.readUInt32BE(start);
    if (end > file.length) break;
    found.push({ type: file.toString('latin1', start + 4, start + 8), start, content: start + 8, end });
    start = end;
  }
  return found;
}

/**
 * A PNG whose eXIf is before its pixels, where decoders look for it; the third edition of PNG allows it behind them.
 * @returns the same bytes if there is nothing to move, and for other formats
 */
export function withExifFirst(bytes: Uint8Array): Uint8Array {
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const chunks = pngChunks(file);
  const pixels = chunks.find(({ type }) => type === 'IDAT');
  const exif = chunks.find(({ type }) => type === 'eXIf');
  if (!pixels || !exif || exif.start < pixels.start) return bytes;
  return Buffer.concat([
    file.subarray(0, pixels.start),
    file.subarray(exif.start, exif.end),
    file.subarray(pixels.start, exif.start),
    file.subarray(exif.end),
  ]);
}
