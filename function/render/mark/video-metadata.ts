import { FileWindow } from '../media/file-window.js';
import { boxesBetween, type Box } from '../media/mp4-boxes.js';
import type { VideoMetadata } from './metadata.js';
import { webmMetadata } from './webm-metadata.js';
import { xmpBoxType } from './xmp/xmp-box.js';

/** The type of the box with a C2PA manifest: C2PA specification 2.1, A.5.1. */
const c2paBoxType = Buffer.from('d8fec3d61b0e483c92975828877ec481', 'hex');

/** Real packets have some kilobytes; longer ones carry pictures or are not meant to be read. */
const maxXmpBytes = 1024 * 1024;

/** Reads the metadata of an MP4, MOV, or WebM. @returns undefined for another file */
export async function videoMetadata(file: string): Promise<VideoMetadata | undefined> {
  return (await boxMetadata(file)) ?? (await webmMetadata(file));
}

async function boxMetadata(file: string): Promise<VideoMetadata | undefined> {
  const window = await FileWindow.open(file);
  try {
    const { size } = window;
    let isVideo = false;
    let xmp: string | undefined;
    let hasC2pa = false;
    for await (const box of boxesBetween(window, 0, size)) {
      if (box.name === 'ftyp' || box.name === 'moov') isVideo = true;
      if (!isVideo) return undefined;
      if (box.name === 'uuid' && (await boxType(window, box)).equals(c2paBoxType)) hasC2pa = true;
      else xmp ??= await readXmp(window, box, size);
    }
    return isVideo ? { xmp, hasC2pa } : undefined;
  } finally {
    await window.close();
  }
}

/** XMP of an MP4 is in a `uuid` box at the top; QuickTime keeps it in `moov/udta/XMP_`. */
async function readXmp(window: FileWindow, box: Box, size: number): Promise<string | undefined> {
  const end = Math.min(box.end, size);
  if (box.name === 'XMP_') return readText(window, box.body, end);
  if (box.name === 'uuid') {
    const type = await boxType(window, box);
    return type.equals(xmpBoxType) ? readText(window, box.body + type.length, end) : undefined;
  }
  if (box.name !== 'moov' && box.name !== 'udta') return undefined;
  for await (const child of boxesBetween(window, box.body, end)) {
    const isNested = child.name === (box.name === 'moov' ? 'udta' : 'XMP_');
    const packet = isNested ? await readXmp(window, child, end) : undefined;
    if (packet !== undefined) return packet;
  }
  return undefined;
}

/** What a `uuid` box holds. */
function boxType(window: FileWindow, { body }: Box): Promise<Buffer> {
  return readBytes(window, body, body + xmpBoxType.length);
}

async function readText(window: FileWindow, from: number, to: number): Promise<string> {
  return (await readBytes(window, from, to)).toString('utf8');
}

function readBytes(window: FileWindow, from: number, to: number): Promise<Buffer> {
  return window.read(from, Math.min(Math.max(0, to - from), maxXmpBytes));
}
