import { open, stat } from 'node:fs/promises';
import { topBoxes } from '../../media/mp4-boxes.js';
import { declaredWavEnd } from './wav-chunks.js';

/** Writers round sizes up, or forget the last bytes. */
const toleratedBytes = 64;

/**
 * Whether a file ends before the end that its own header gives, as after a download that was cut off.
 * Kinds that do not give one cannot be checked.
 */
export async function isTruncated(file: string, name: string, signal: AbortSignal): Promise<boolean> {
  const { size } = await stat(file);
  const end = await declaredEnd(file, name, signal);
  return end !== undefined && end > size + toleratedBytes;
}

async function declaredEnd(file: string, name: string, signal: AbortSignal): Promise<number | undefined> {
  if (name === 'WAV') return declaredWavEnd(file, signal);
  if (name === 'MP4') return lastBoxEnd(file, signal);
  const head = await headerOf(file);
  if (name === 'AIFF') return 8 + head.readUInt32BE(4);
  if (name === 'Matroska or WebM') return segmentEnd(head);
  return undefined;
}

async function lastBoxEnd(file: string, signal: AbortSignal): Promise<number | undefined> {
  let last: number | undefined;
  for await (const { end } of topBoxes(file, signal)) last = end;
  return last;
}

/** The end of the segment, the second element of a file; undefined for a live recording. */
function segmentEnd(head: Buffer): number | undefined {
  const at = head.indexOf(Buffer.from([0x18, 0x53, 0x80, 0x67]));
  if (at < 0 || at + 12 > head.length) return undefined;
  const sizeBytes = Math.clz32(head[at + 4] ?? 0) - 23;
  if (sizeBytes > 8) return undefined;
  const size = head
    .subarray(at + 5, at + 4 + sizeBytes)
    .reduce((sum, byte) => sum * 256 + byte, (head[at + 4] ?? 0) & (0xff >> sizeBytes));
  // All bits set: unknown.
  return size >= 2 ** (7 * sizeBytes) - 1 || size > Number.MAX_SAFE_INTEGER
    ? undefined
    : at + 4 + sizeBytes + size;
}

async function headerOf(file: string): Promise<Buffer> {
  const handle = await open(file);
  try {
    const { buffer } = await handle.read(Buffer.alloc(256), 0, 256, 0);
    return buffer;
  } finally {
    await handle.close();
  }
}
