import { defaultVideoFormat, type VideoFormat } from '../../../domain/video-format.js';
import { RenderError } from '../../../errors/render-error.js';
import type { Ffmpeg } from '../ffmpeg/ffmpeg.js';
import type { Mark } from '../mark/mark.js';
import { outputFormats } from './output-formats.js';

/**
 * Checks that a format can be written, before anything is rendered.
 * @throws RenderError `format_unavailable`, what {@link Ffmpeg.run} throws
 */
export async function checkFormat(
  format: VideoFormat,
  ffmpeg: Ffmpeg,
  mark: Pick<Mark, 'kind'> | undefined,
  signal: AbortSignal,
): Promise<void> {
  if (format === 'webm' && mark?.kind === 'c2pa') {
    throw unavailable(
      format,
      'a WebM cannot have a C2PA signature. Use mp4 or mov, or run the service with AI_MARK=xmp',
    );
  }
  const { encoders } = outputFormats[format];
  if (encoders.length === 0) return;
  const found = await ffmpeg.encoders(signal);
  const missing = encoders.filter((encoder) => !found.has(encoder));
  if (missing.length === 0) return;
  throw unavailable(
    format,
    `the ffmpeg of the service was built without ${missing.join(' and ')}. Use ${defaultVideoFormat}, or set FFMPEG_PATH to another ffmpeg`,
  );
}

function unavailable(format: VideoFormat, reason: string): RenderError {
  return new RenderError('format_unavailable', `Format ${format} is unavailable: ${reason}.`, {
    details: { format },
  });
}
