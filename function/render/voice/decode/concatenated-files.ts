import { createReadStream, createWriteStream } from 'node:fs';
import { open, rm, stat } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { RenderError } from '../../../../errors/render-error.js';
import { headBytes, identifyMedia } from './identify-media.js';
import { findStarts } from './file-starts.js';
import { wavInputOptions } from './wav-chunks.js';

/** A file with one recording. */
export interface MediaPart {
  readonly file: string;
  /** ffmpeg's options for this input. */
  readonly inputOptions: readonly string[];
  /** Whether its packets have times of their own, so that there may be gaps. */
  readonly timed: boolean;
}

const maxParts = 100;
const timedKinds: ReadonlySet<string> = new Set(['MP4', 'Matroska or WebM', 'Ogg']);

/**
 * Takes joined files apart, which decoders would only play up to the end of the first: recorders that
 * were stopped and started, and speech services, join their pieces byte by byte.
 * @returns the parts in order; the file itself if it is only one
 * @throws RenderError `voice_unreadable` if there are too many
 */
export async function splitConcatenated(file: string, signal: AbortSignal): Promise<readonly MediaPart[]> {
  const { size } = await stat(file);
  const name = identifyMedia(await headOf(file))?.name ?? '';
  const starts = await findStarts(file, name, maxParts + 1, signal);
  if (starts.length > maxParts) {
    throw new RenderError(
      'voice_unreadable',
      `The voice is more than ${String(maxParts)} ${name} files joined. Join their samples in one file.`,
      { details: { maxParts } },
    );
  }
  const timed = timedKinds.has(name);
  const describe = async (part: string): Promise<MediaPart> => ({
    file: part,
    inputOptions: name === 'WAV' ? await wavInputOptions(part, signal) : [],
    timed,
  });
  if (starts.length < 2) return [await describe(file)];
  const parts: MediaPart[] = [];
  for (const [index, start] of starts.entries()) {
    const part = `${file}.part-${String(index)}`;
    const end = (starts[index + 1] ?? size) - 1;
    await pipeline(createReadStream(file, { start, end }), createWriteStream(part), { signal });
    parts.push(await describe(part));
  }
  return parts;
}

/** Removes what {@link splitConcatenated} has written. */
export async function removeParts(file: string): Promise<void> {
  await Promise.all(
    Array.from({ length: maxParts }, (_, index) => rm(`${file}.part-${String(index)}`, { force: true })),
  );
}

/** The first bytes of a file. */
export async function headOf(file: string): Promise<Buffer> {
  const handle = await open(file);
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(headBytes), 0, headBytes, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await handle.close();
  }
}
