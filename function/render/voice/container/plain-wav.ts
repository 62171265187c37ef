import { createReadStream, createWriteStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { FileWindow } from '../../media/file-window.js';
import { findWavChunks, type WavChunk } from './wav-chunks.js';

const riffHeaderBytes = 12;
const maxFormatBytes = 64;
const extensible = 0xfffe;
/** The size of a WAV whose length is not known. */
const unknownBytes = 0xffff_ffff;

/**
 * Rewrites the header of a WAV that ffmpeg misreads, and players do not: chunks of odd size without the byte that
 * pads them; and fewer valid bits than a sample of 32 has (WAVE_FORMAT_EXTENSIBLE), of which ffmpeg makes numbers with a
 * fraction, or samples of three bytes. The upper bits are the valid ones, so that all 32 can be read.
 * @param copy is written if the file needs it
 * @returns whether it was
 * @throws RenderError `voice_unreadable` if it has too many chunks; the reason of the abort
 */
export async function writePlainWav(file: string, copy: string, signal: AbortSignal): Promise<boolean> {
  const window = await FileWindow.open(file, signal);
  let header: Buffer;
  let start: number;
  try {
    const { format, data, hasOddChunk } = await findWavChunks(window);
    if (!format || !data || format.bytes > maxFormatBytes) return false;
    const content = Buffer.from(await window.read(format.content, format.bytes));
    const hasUnusedBits = isPartly32(content);
    if (!hasOddChunk && !hasUnusedBits) return false;
    if (hasUnusedBits) content.writeUInt16LE(32, 18);
    header = wavHeader(content, data);
    start = data.content;
  } finally {
    await window.close();
  }
  await rm(copy, { force: true });
  await pipeline(Readable.from([header]), createWriteStream(copy), { signal });
  await pipeline(createReadStream(file, { start }), createWriteStream(copy, { flags: 'a' }), { signal });
  return true;
}

function isPartly32(format: Buffer): boolean {
  if (format.length < 40 || format.readUInt16LE(0) !== extensible) return false;
  const isPcm = format.readUInt16LE(24) === 1;
  return isPcm && format.readUInt16LE(14) === 32 && format.readUInt16LE(18) < 32;
}

function wavHeader(format: Buffer, data: WavChunk): Buffer {
  const chunk = (name: string, bytes: number) => {
    const head = Buffer.alloc(8);
    head.write(name, 0, 'latin1');
    head.writeUInt32LE(bytes, 4);
    return head;
  };
  const padding = Buffer.alloc(format.length % 2);
  const rest = riffHeaderBytes + format.length + padding.length + 8 + data.bytes;
  return Buffer.concat([
    chunk('RIFF', Math.min(rest, unknownBytes)),
    Buffer.from('WAVE', 'latin1'),
    chunk('fmt ', format.length),
    format,
    padding,
    chunk('data', data.bytes),
  ]);
}
