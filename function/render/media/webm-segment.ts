import { FileWindow } from './file-window.js';

/** Ids of the elements at the top of a WebM (RFC 8794, 11.2.1; RFC 9559, 5.1). */
const headerId = 0x1a45dfa3;
const segmentId = 0x18538067;

const idBytes = 4;
const maxSizeBytes = 8;

/** Whether a WebM has as many bytes as its segment says. Its index is at the front, and can be complete without them. */
export async function segmentFillsFile(path: string): Promise<boolean> {
  const window = await FileWindow.open(path);
  try {
    const header = await elementAt(window, 0);
    if (header?.id !== headerId) return false;
    const segment = await elementAt(window, header.end);
    return segment?.id === segmentId && segment.end === window.size;
  } finally {
    await window.close();
  }
}

/** An element whose id has four bytes. @returns undefined at the end of the file */
async function elementAt(
  window: FileWindow,
  start: number,
): Promise<{ id: number; end: number } | undefined> {
  const bytes = await window.read(start, idBytes + maxSizeBytes);
  const first = bytes[idBytes];
  if (first === undefined || first === 0) return undefined;
  // As many zeros as bytes follow, and a one.
  const length = Math.clz32(first) - 23;
  if (bytes.length < idBytes + maxSizeBytes) return undefined;
  const marked = bytes.readBigUInt64BE(idBytes) >> BigInt(64 - 8 * length);
  const size = Number(BigInt.asUintN(7 * length, marked));
  return { id: bytes.readUInt32BE(0), end: start + idBytes + length + size };
}
