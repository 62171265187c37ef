import { FileWindow } from '../../media/file-window.js';
import { topBoxes } from '../../media/mp4-boxes.js';

/** Descriptions of a sound track have at most some hundred kilobytes, in its index. */
const maxIndexBytes = 8 * 1024 * 1024;

/**
 * Sample entries of sound that is encrypted: Common Encryption (ISO/IEC 23001-7), FairPlay, and Audible.
 */
const entries = ['enca', 'drms', 'aavd'].map((name) => Buffer.from(name, 'latin1'));

/** Whether the sound of an MP4 is encrypted, as in films and music that a store sells. */
export async function isEncrypted(file: string, name: string, signal: AbortSignal): Promise<boolean> {
  if (name !== 'MP4') return false;
  for await (const box of topBoxes(file, signal)) {
    if (box.name !== 'moov') continue;
    const window = await FileWindow.open(file, signal);
    try {
      const index = await window.read(box.body, Math.min(box.end - box.body, maxIndexBytes));
      const descriptions = index.indexOf('stsd', 0, 'latin1');
      return descriptions >= 0 && entries.some((entry) => index.includes(entry, descriptions));
    } finally {
      await window.close();
    }
  }
  return false;
}
