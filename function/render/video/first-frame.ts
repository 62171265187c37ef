import type { Ffmpeg } from '../ffmpeg/ffmpeg.js';

/** The longer side of the picture: enough for a preview, and about 30 kB. */
const maxSide = 512;

/**
 * Writes the first frame of a video as a JPEG, scaled down.
 * @param video path of an MP4
 * @param picture path of the JPEG
 * @throws what {@link Ffmpeg.run} throws
 */
export async function writeFirstFrame(
  ffmpeg: Ffmpeg,
  video: string,
  picture: string,
  signal: AbortSignal,
): Promise<void> {
  const side = String(maxSide);
  const scale = `scale=w=min(${side}\\,iw):h=min(${side}\\,ih):force_original_aspect_ratio=decrease`;
  const parameters = ['-i', video, '-frames:v', '1', '-vf', scale, '-q:v', '4', '-f', 'mjpeg', '-y', picture];
  await ffmpeg.run(parameters, { signal });
}
