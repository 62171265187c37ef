import { open, type FileHandle } from 'node:fs/promises';
import sharp from 'sharp';
import { errnoOf, RenderError } from '../../../errors/render-error.js';
import { boxesBetween, type Box } from '../voice/top-boxes.js';
import { xmpBoxType } from './xmp-box.js';
import { xmpProperties, type XmpProperties } from './xmp-properties.js';

/** What a file says about how it was made. */
export interface FileMark {
  /** Undefined if it has no XMP. */
  readonly xmp: XmpProperties | undefined;
}

/** Real packets have some kilobytes; longer ones carry pictures or are not meant to be read. */
const maxXmpBytes = 16 * 1024 * 1024;

/**
 * Reads the mark of a video (MP4, MOV) or a picture (PNG, JPEG, WebP), of this service or another.
 * @throws RenderError `request_invalid`
 */
export async function readMark(file: string): Promise<FileMark> {
  try {
    const packet = (await readVideoXmp(file)) ?? (await readPictureXmp(file));
    return { xmp: packet === 'none' ? undefined : xmpProperties(packet) };
  } catch (error) {
    throw new RenderError(
      'request_invalid',
      `${file} cannot be read (${errnoOf(error) ?? 'unknown format'}). Name an MP4, MOV, PNG, JPEG, or WebP file.`,
      { cause: error },
    );
  }
}

/** @returns the packet, `none` if the video has none, undefined if the file is not a video */
async function readVideoXmp(file: string): Promise<string | undefined> {
  const handle = await open(file);
  try {
    const { size } = await handle.stat();
    let isVideo = false;
    for await (const box of boxesBetween(handle, 0, size)) {
      if (box.name === 'ftyp' || box.name === 'moov') isVideo = true;
      if (!isVideo) return undefined;
      const packet = await readBoxXmp(handle, box, size);
      if (packet !== undefined) return packet;
    }
    return isVideo ? 'none' : undefined;
  } finally {
    await handle.close();
  }
}

/** XMP of an MP4 is in a `uuid` box at the top; QuickTime keeps it in `moov/udta/XMP_`. */
async function readBoxXmp(handle: FileHandle, box: Box, size: number): Promise<string | undefined> {
  const end = Math.min(box.end, size);
  if (box.name === 'XMP_') return readText(handle, box.body, end);
  if (box.name === 'uuid') {
    const type = await readBytes(handle, box.body, Math.min(box.body + xmpBoxType.length, end));
    return type.equals(xmpBoxType) ? readText(handle, box.body + type.length, end) : undefined;
  }
  if (box.name !== 'moov' && box.name !== 'udta') return undefined;
  for await (const child of boxesBetween(handle, box.body, end)) {
    const isNested = child.name === (box.name === 'moov' ? 'udta' : 'XMP_');
    const packet = isNested ? await readBoxXmp(handle, child, end) : undefined;
    if (packet !== undefined) return packet;
  }
  return undefined;
}

async function readText(handle: FileHandle, from: number, to: number): Promise<string> {
  return (await readBytes(handle, from, to)).toString('utf8');
}

async function readBytes(handle: FileHandle, from: number, to: number): Promise<Buffer> {
  const bytes = Buffer.alloc(Math.min(Math.max(0, to - from), maxXmpBytes));
  const { bytesRead } = await handle.read(bytes, 0, bytes.length, from);
  return bytes.subarray(0, bytesRead);
}

async function readPictureXmp(file: string): Promise<string> {
  const { xmp } = await sharp(file, { limitInputPixels: false }).metadata();
  return xmp?.toString('utf8') ?? 'none';
}
