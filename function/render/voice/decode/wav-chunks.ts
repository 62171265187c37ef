import { open, type FileHandle } from 'node:fs/promises';

interface Chunk {
  readonly name: string;
  readonly content: number;
  readonly bytes: number;
}

const chunkHeaderBytes = 8;
const riffHeaderBytes = 12;
/** Writers that cannot go back to the header leave a size like these. */
const unknownFrom = 0x7fff_0000;
/** Fewer bytes behind the last chunk are padding. */
const negligibleBytes = 1024;

/**
 * ffmpeg's options for a WAV: its length is ignored if the header gives only that of the first piece,
 * as when a speech service sends its header before the rest of the sound.
 */
export async function wavInputOptions(file: string): Promise<readonly string[]> {
  const handle = await open(file);
  try {
    const { size } = await handle.stat();
    const data = await dataChunk(handle, size);
    if (!data || isUnknown(data.bytes)) return [];
    let next = endOf(data);
    while (size - next > negligibleBytes) {
      const chunk = await chunkAt(handle, next);
      // Metadata may follow, and a tag that is not a chunk.
      if (!chunk || endOf(chunk) > size + 1) {
        return /^(TAG|ID3)/.test(chunk?.name ?? '') ? [] : ['-f', 'wav', '-ignore_length', '1'];
      }
      next = endOf(chunk);
    }
    return [];
  } finally {
    await handle.close();
  }
}

/** Where the sound of a WAV ends according to its header; undefined if the header does not say. */
export async function declaredWavEnd(file: string): Promise<number | undefined> {
  const handle = await open(file);
  try {
    const { size } = await handle.stat();
    const data = await dataChunk(handle, size);
    return data && !isUnknown(data.bytes) ? data.content + data.bytes : undefined;
  } finally {
    await handle.close();
  }
}

async function dataChunk(handle: FileHandle, size: number): Promise<Chunk | undefined> {
  for (let next = riffHeaderBytes; next < size;) {
    const chunk = await chunkAt(handle, next);
    if (!chunk || chunk.name === 'data') return chunk;
    next = endOf(chunk);
  }
  return undefined;
}

async function chunkAt(handle: FileHandle, at: number): Promise<Chunk | undefined> {
  const { buffer, bytesRead } = await handle.read(Buffer.alloc(chunkHeaderBytes), 0, chunkHeaderBytes, at);
  if (bytesRead < chunkHeaderBytes) return undefined;
  const name = buffer.toString('latin1', 0, 4);
  if (!/^[\w \-\xa9.]{4}$/.test(name)) return undefined;
  return { name, content: at + chunkHeaderBytes, bytes: buffer.readUInt32LE(4) };
}

/** Chunks begin at even positions. */
function endOf({ content, bytes }: Chunk): number {
  return content + bytes + (bytes % 2);
}

function isUnknown(bytes: number): boolean {
  return bytes === 0 || bytes >= unknownFrom;
}
