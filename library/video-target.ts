import { copyFile, lstat, mkdir, stat } from 'node:fs/promises';
import { createReadStream } from 'node:fs';
import path from 'node:path';
import type { Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { errnoOf, RenderError } from '../errors/render-error.js';
import { replaceFile } from '../storage/files/replace-file.js';
import { checkWritable, unwritableError } from './writable-place.js';

/**
 * Fails before minutes are spent on a video that cannot be saved. Only a file, or a new name, is a target: a
 * link, a device, a pipe, and an input are never replaced.
 * @param option names the target in messages, such as `--out`
 * @param inputs the files that the video is made of
 * @throws RenderError `request_invalid`
 */
export async function checkTarget(out: string, option: string, inputs: readonly string[]): Promise<void> {
  await checkReplaceable(out, option, inputs);
  await checkWritable(path.dirname(out), option);
}

/** Moves the finished video; the target appears completely or not at all, also across file systems. */
export async function putInPlace(
  from: string,
  to: string,
  option: string,
  inputs: readonly string[],
): Promise<void> {
  await mkdir(path.dirname(path.resolve(to)), { recursive: true });
  await replaceFile(to, async (unfinished) => {
    await copyFile(from, unfinished);
    // A link may have been made in the meantime.
    await checkReplaceable(to, option, inputs);
  }).catch((error: unknown) => {
    throw unwritableError(to, option, error);
  });
}

/**
 * Writes the finished video into a stream, and ends it unless it is standard output.
 * @throws RenderError `request_invalid` if the reader has closed it; the reason of the abort
 */
export async function pipeVideo(file: string, stream: Writable, signal: AbortSignal): Promise<void> {
  await pipeline(createReadStream(file), stream, { signal }).catch((error: unknown) => {
    signal.throwIfAborted();
    const errno = errnoOf(error);
    if (errno !== 'EPIPE' && errno !== 'ERR_STREAM_PREMATURE_CLOSE') throw error;
    throw new RenderError(
      'request_invalid',
      'The output was closed before the video was written completely.',
      {
        cause: error,
      },
    );
  });
}

async function checkReplaceable(out: string, option: string, inputs: readonly string[]): Promise<void> {
  const found = await lstat(out).catch((error: unknown) => {
    if (errnoOf(error) === 'ENOENT') return undefined;
    throw unwritableError(out, option, error);
  });
  if (!found) {
    if (out.endsWith('/') || out.endsWith(path.sep)) throw notAFile(out, option);
    return;
  }
  if (found.isSymbolicLink()) {
    throw invalid(
      `${option}: ${out} is a symbolic link, and links are not replaced. Name the file itself, or - for standard output.`,
    );
  }
  if (!found.isFile()) throw notAFile(out, option);
  for (const input of inputs) {
    const other = await stat(input).catch(() => undefined);
    if (other?.dev === found.dev && other.ino === found.ino) {
      throw invalid(`${option}: ${out} is also the input ${input}. Choose another path.`);
    }
  }
}

function notAFile(out: string, option: string): RenderError {
  return invalid(`${option}: ${out} is not a file. Name a file for the video, or - for standard output.`);
}

function invalid(message: string): RenderError {
  return new RenderError('request_invalid', message);
}
