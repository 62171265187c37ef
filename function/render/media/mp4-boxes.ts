import { open } from 'node:fs/promises';

/**
 * Whether the boxes of an MP4 fill its file exactly. The index is at the front, so it can be complete
 * although the pictures behind it are cut off. ISO/IEC 14496-12, 4.2.
 */
export async function boxesFillFile(path: string): Promise<boolean> {
  const file = await open(path);
  try {
    const { size } = await file.stat();
    let position = 0;
    while (position < size) {
      const header = Buffer.alloc(16);
      const { bytesRead } = await file.read(header, 0, header.length, position);
      if (bytesRead < 8) return false;
      // A size of 1 means that the 64-bit size follows the type.
      const short = header.readUInt32BE(0);
      const boxBytes = short === 1 ? Number(header.readBigUInt64BE(8)) : short;
      if (boxBytes < 8) return false;
      position += boxBytes;
    }
    return position === size;
  } finally {
    await file.close();
  }
}
