import { containerLimitError } from '../../media/container-limit.js';
import { FileWindow } from '../../media/file-window.js';

/** A chunk of a WAV. */
export interface WavChunk {
  readonly name: string;
  readonly content: number;
  readonly bytes: number;
  /** Whether the next chunk follows an odd size without the byte that pads it. */
  readonly isUnpadded: boolean;
}

/** Editors write a dozen of them, and one for each of some hundred markers. */
const maxChunks = 10_000;
const chunkHeaderBytes = 8;
const chunkName = /^[\w \-\xa9.]{4}$/;
const riffHeaderBytes = 12;
/** Writers that cannot go back to the header leave a size like these. */
const unknownFrom = 0x7fff_0000;
const ignoringLength = ['-f', 'wav', '-ignore_length', '1'];
/** Fewer bytes behind the last chunk are padding. */
const negligibleBytes = 1024;

/**
 * ffmpeg's options for a WAV: its length is ignored if the header gives only that of the first piece,
 * as when a speech service sends its header before the rest of the sound.
 * @throws RenderError `voice_unreadable` if it has too many chunks; the reason of the abort
 */
export async function wavInputOptions(file: string, signal: AbortSignal): Promise<readonly string[]> {
  const window = await FileWindow.open(file, signal);
  try {
    const { size } = window;
    const data = await dataChunk(window);
    if (!data || isUnknown(data.bytes)) return [];
    let next = endOf(data);
    for await (const chunk of chunksFrom(window, next)) {
      if (size - next <= negligibleBytes) break;
      // Metadata may follow, and a tag that is not a chunk.
      if (endOf(chunk) > size + 1) return /^(TAG|ID3)/.test(chunk.name) ? [] : ignoringLength;
      next = endOf(chunk);
    }
    return size - next > negligibleBytes ? ignoringLength : [];
  } finally {
    await window.close();
  }
}

/** Where the sound of a WAV ends according to its header; undefined if the header does not say. */
export async function declaredWavEnd(file: string, signal: AbortSignal): Promise<number | undefined> {
  const window = await FileWindow.open(file, signal);
  try {
    const data = await dataChunk(window);
    return data && !isUnknown(data.bytes) ? data.content + data.bytes : undefined;
  } finally {
    await window.close();
  }
}

/** Where the format and the sound of a WAV are, and whether a chunk before the sound lacks its padding. */
export async function findWavChunks(window: FileWindow): Promise<{
  readonly format?: WavChunk;
  readonly data?: WavChunk;
  readonly hasOddChunk: boolean;
}> {
  let format: WavChunk | undefined;
  let hasOddChunk = false;
  for await (const chunk of chunksFrom(window, riffHeaderBytes)) {
    if (chunk.name === 'fmt ') format = chunk;
    if (chunk.name === 'data') return { ...(format && { format }), data: chunk, hasOddChunk };
    hasOddChunk ||= chunk.isUnpadded;
  }
  return { hasOddChunk };
}

async function dataChunk(window: FileWindow): Promise<WavChunk | undefined> {
  for await (const chunk of chunksFrom(window, riffHeaderBytes)) if (chunk.name === 'data') return chunk;
  return undefined;
}

/** Yields the chunks from a position on, up to anything that is not one. */
async function* chunksFrom(window: FileWindow, from: number): AsyncGenerator<WavChunk> {
  let count = 0;
  for (let at = from; at < window.size;) {
    const head = await window.read(at, chunkHeaderBytes);
    const name = head.toString('latin1', 0, 4);
    if (head.length < chunkHeaderBytes || !chunkName.test(name)) return;
    if (++count > maxChunks) throw containerLimitError('WAV chunks', maxChunks);
    const [content, bytes] = [at + chunkHeaderBytes, head.readUInt32LE(4)];
    const chunk = { name, content, bytes, isUnpadded: await isUnpadded(window, content + bytes, bytes) };
    yield chunk;
    at = endOf(chunk);
  }
}

/** Some writers forget the byte behind an odd size: then the name of the next chunk is where it would be. */
async function isUnpadded(window: FileWindow, end: number, bytes: number): Promise<boolean> {
  if (bytes % 2 === 0 || end >= window.size) return false;
  const next = (await window.read(end, 5)).toString('latin1');
  return chunkName.test(next.slice(0, 4)) && !chunkName.test(next.slice(1, 5));
}

/** Chunks begin at even positions. */
function endOf({ content, bytes, isUnpadded: ends }: WavChunk): number {
  return content + bytes + (ends ? 0 : bytes % 2);
}

function isUnknown(bytes: number): boolean {
  return bytes === 0 || bytes >= unknownFrom;
}
