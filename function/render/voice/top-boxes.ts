import { open } from 'node:fs/promises';

/** A box at the top of an MP4; `end` may lie beyond the end of a file that breaks off. */
export interface TopBox {
  readonly name: string;
  readonly start: number;
  readonly end: number;
}

/** Yields the boxes at the top of an MP4 (ISO/IEC 14496-12, § 4.2) up to anything that is not one. */
export async function* topBoxes(file: string): AsyncGenerator<TopBox> {
  const handle = await open(file);
  try {
    const { size } = await handle.stat();
    for (let start = 0; start + 8 <= size;) {
      const { buffer: head } = await handle.read(Buffer.alloc(16), 0, 16, start);
      const name = head.toString('latin1', 4, 8);
      const short = head.readUInt32BE(0);
      // 1: the 64-bit size follows the name. 0: the box reaches to the end.
      const bytes = short === 1 ? Number(head.readBigUInt64BE(8)) : short === 0 ? size - start : short;
      if (bytes < 8 || !/^[\w \-\xa9]{4}$/.test(name)) return;
      yield { name, start, end: start + bytes };
      start += bytes;
    }
  } finally {
    await handle.close();
  }
}
