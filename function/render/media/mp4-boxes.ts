import { containerLimitError } from './container-limit.js';
import { FileWindow } from './file-window.js';

/** A box of an MP4; `end` may lie beyond the end of a truncated file. */
export interface Box {
  readonly name: string;
  readonly start: number;
  /** Where its content starts. */
  readonly body: number;
  readonly end: number;
  /** Whether its size is not given: it reaches to the end, wherever that is. */
  readonly isOpen: boolean;
}

/** Ten minutes of fragments of one frame of AAC each have half as many. */
const maxBoxes = 65_536;

/**
 * Yields the boxes at the top of an MP4 (ISO/IEC 14496-12, § 4.2) up to anything that is not one.
 * @throws RenderError `voice_unreadable` if there are too many; the reason of the abort
 */
export async function* topBoxes(file: string, signal: AbortSignal): AsyncGenerator<Box> {
  const window = await FileWindow.open(file, signal);
  try {
    yield* boxesBetween(window, 0, window.size);
  } finally {
    await window.close();
  }
}

/**
 * Yields the boxes that follow each other between two positions of a file.
 * @throws RenderError `voice_unreadable` if there are too many
 */
export async function* boxesBetween(window: FileWindow, from: number, to: number): AsyncGenerator<Box> {
  let count = 0;
  for (let start = from; start + 8 <= to;) {
    const head = await window.read(start, 16);
    if (head.length < 8) return;
    const name = head.toString('latin1', 4, 8);
    const short = head.readUInt32BE(0);
    if (short === 1 && head.length < 16) return;
    // 1: the 64-bit size follows the name. 0: the box reaches to the end.
    const bytes = short === 1 ? Number(head.readBigUInt64BE(8)) : short === 0 ? to - start : short;
    if (bytes < 8 || !/^[\w \-\xa9]{4}$/.test(name)) return;
    if (++count > maxBoxes) throw containerLimitError('MP4 boxes', maxBoxes);
    yield { name, start, body: start + (short === 1 ? 16 : 8), end: start + bytes, isOpen: short === 0 };
    start += bytes;
  }
}

/**
 * Whether the boxes of an MP4 fill its file exactly. The index is at the front, so it can be complete
 * although the pictures behind it are cut off.
 */
export async function boxesFillFile(path: string): Promise<boolean> {
  const window = await FileWindow.open(path);
  try {
    let last: Box | undefined;
    for await (const box of boxesBetween(window, 0, window.size)) last = box;
    return last !== undefined && last.end === window.size && !last.isOpen;
  } finally {
    await window.close();
  }
}
