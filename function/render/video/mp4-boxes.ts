import { open } from 'node:fs/promises';

/**
 * Whether the boxes of an MP4 fill its file exactly. The index lies in front and tells all about a
 * video whose pictures are cut off behind it. ISO/IEC 14496-12, 4.2.
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
      // 1 stands for a size of 64 bits behind the name.
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
