import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Logger } from '../../config/logger.js';
import { jobKeys } from '../../events/status/keys.js';
import type { Store } from '../../storage/store.js';
import type { Ffmpeg } from '../render/ffmpeg/ffmpeg.js';
import { writeFirstFrame } from '../render/video/first-frame.js';

/**
 * Stores the first frame of a finished video, for clients that show it before the video. A video without one is still
 * a video, so a failure is logged and nothing more.
 * @param file path of the video; the picture is written beside it
 */
export async function publishPoster(
  jobId: string,
  file: string,
  { store, ffmpeg, log }: { readonly store: Store; readonly ffmpeg: Ffmpeg; readonly log: Logger },
  signal: AbortSignal,
): Promise<void> {
  const picture = path.join(path.dirname(file), 'poster.jpg');
  try {
    await writeFirstFrame(ffmpeg, file, picture, signal);
    await store.put(jobKeys.poster(jobId), await readFile(picture), { contentType: 'image/jpeg', signal });
  } catch (error) {
    signal.throwIfAborted();
    log.warn({ event: 'poster.failed', err: error, jobId }, 'The first frame was not stored');
  }
}
