import { createReadStream, createWriteStream } from 'node:fs';
import { open, rm, stat } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { RenderError } from '../../../../errors/render-error.js';
import { headBytes, identifyMedia } from '../container/identify-media.js';
import { findStarts } from './file-starts.js';
import { leadingBytes } from '../container/leading-bytes.js';
import { writePlainWav } from '../container/plain-wav.js';
import { wavInputOptions } from '../container/wav-chunks.js';

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
  const source = await readableCopy(file, signal);
  const { size } = await stat(source);
  const name = identifyMedia(await headOf(source))?.name ?? '';
  const starts = await findStarts(source, name, maxParts + 1, signal);
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
  if (starts.length < 2) return [await describe(source)];
  const parts: MediaPart[] = [];
  for (const [index, start] of starts.entries()) {
    const part = `${file}.part-${String(index)}`;
    const end = (starts[index + 1] ?? size) - 1;
    await pipeline(createReadStream(source, { start, end }), createWriteStream(part), { signal });
    parts.push(await describe(part));
  }
  return parts;
}

/** The file itself, or a copy without what keeps ffmpeg from reading it: bytes before the sound, and odd headers. */
async function readableCopy(file: string, signal: AbortSignal): Promise<string> {
  const start = leadingBytes(await headOf(file));
  const trimmed = trimmedFile(file);
  if (start > 0) await pipeline(createReadStream(file, { start }), createWriteStream(trimmed), { signal });
  const source = start > 0 ? trimmed : file;
  if (identifyMedia(await headOf(source))?.name !== 'WAV') return source;
  return (await writePlainWav(source, plainFile(file), signal)) ? plainFile(file) : source;
}

const trimmedFile = (file: string) => `${file}.trimmed`;
const plainFile = (file: string) => `${file}.plain`;

/** Removes what {@link splitConcatenated} has written. */
export async function removeParts(file: string): Promise<void> {
  const parts = Array.from({ length: maxParts }, (_, index) => `${file}.part-${String(index)}`);
  await Promise.all([...parts, trimmedFile(file), plainFile(file)].map((each) => rm(each, { force: true })));
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
