import { RenderError, type ErrorDetails } from '../../../errors/render-error.js';

/**
 * The error for a file with more parts than any recorder writes: reading them one after the other would
 * take minutes, whatever the file's size on the way.
 */
export function containerLimitError(parts: string, max: number, details: ErrorDetails = {}): RenderError {
  return new RenderError(
    'voice_unreadable',
    `The voice has more than ${String(max)} ${parts}. Save it again as WAV, MP3, or FLAC.`,
    { details: { ...details, limit: max } },
  );
}
