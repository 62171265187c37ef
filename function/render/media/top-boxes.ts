import { open, type FileHandle } from 'node:fs/promises';

/** A box of an MP4; `end` may lie beyond the end of a file that breaks off. */
export interface Box {
  readonly name: string;
  readonly start: number;
  /** Where its content starts. */
  readonly body: number;
  readonly end: number;
}

/** Yields the boxes at the top of an MP4 (ISO/IEC 14496-12, § 4.2) up to anything that is not one. */
export async function* topBoxes(file: string): AsyncGenerator<Box> {
  const handle = await open(file);
  try {
    const { size } = await handle.stat();
    yield* boxesBetween(handle, 0, size);
  } finally {
    await handle.close();
  }
}

/** Yields the boxes that follow each other between two positions of a file. */
export async function* boxesBetween(handle: FileHandle, from: number, to: number): AsyncGenerator<Box> {
  for (let start = from; start + 8 <= to;) {
    const { buffer: head } = await handle.read(Buffer.alloc(16), 0, 16, start);
    const name = head.toString('latin1', 4, 8);
    const short = head.readUInt32BE(0);
    // 1: the 64-bit size follows the name. 0: the box reaches to the end.
    const bytes = short === 1 ? Number(head.readBigUInt64BE(8)) : short === 0 ? to - start : short;
    if (bytes < 8 || !/^[\w \-\xa9]{4}$/.test(name)) return;
    yield { name, start, body: start + (short === 1 ? 16 : 8), end: start + bytes };
    start += bytes;
  }
}
