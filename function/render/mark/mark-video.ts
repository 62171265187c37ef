import type { Mark } from './mark.js';
import { appendXmpBox } from './xmp-box.js';

/** Marks a finished MP4 in place. No frame is encoded again. */
export async function markVideo(file: string, { xmp }: Mark): Promise<void> {
  if (xmp !== undefined) await appendXmpBox(file, xmp);
}
