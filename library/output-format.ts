import path from 'node:path';
import { RenderError } from '../errors/render-error.js';
import { videoFormatNames, type VideoFormat } from '../domain/video-format.js';

/**
 * The format of a video that goes to a file: the one that was asked for, or that of the file's ending.
 * @param out a path; without an ending, or without a path, it says nothing
 * @param option names the path in messages, such as `--out`
 * @returns undefined if neither says anything
 * @throws RenderError `request_invalid` if they contradict each other, or no video has this ending
 */
export function outputFormat(
  out: string | undefined,
  option: string,
  format: VideoFormat | undefined,
): VideoFormat | undefined {
  const extension = out === undefined ? '' : path.extname(out).toLowerCase();
  if (out === undefined || extension === '') return format;
  const named = videoFormatNames.find((name) => extension === `.${name}`);
  if (named === undefined) {
    throw new RenderError(
      'request_invalid',
      `${option}: ${out} ends in ${extension}, but only .mp4, .webm, and .mov are written. Name a file with one of these endings.`,
    );
  }
  if (format !== undefined && format !== named) {
    throw new RenderError(
      'request_invalid',
      `${option}: ${out} ends in ${extension}, but the format is ${format}. Name a file that ends in .${format}.`,
    );
  }
  return named;
}
