import { createReadStream } from 'node:fs';
import { containerLimitError } from '../../media/container-limit.js';
import { FileWindow } from '../../media/file-window.js';
import { topBoxes } from '../../media/mp4-boxes.js';

/** The bytes that a file of a kind begins with, and a check of what follows. */
interface Start {
  readonly magic: Buffer;
  readonly confirms: (bytes: Buffer) => boolean;
}

const hasAt =
  (offset: number, ...texts: readonly string[]) =>
  (bytes: Buffer) =>
    texts.includes(bytes.toString('latin1', offset, offset + (texts[0]?.length ?? 0)));

/** Long enough that they do not occur by chance in sound. */
const startsOf: Readonly<Record<string, Start>> = {
  WAV: { magic: Buffer.from('RIFF'), confirms: hasAt(8, 'WAVE') },
  AIFF: { magic: Buffer.from('FORM'), confirms: hasAt(8, 'AIFF', 'AIFC') },
  FLAC: { magic: Buffer.from('fLaC'), confirms: (bytes) => bytes.readUInt32BE(4) % 2 ** 31 === 34 },
  AMR: { magic: Buffer.from('#!AMR'), confirms: hasAt(5, '\n', '-') },
  'Matroska or WebM': {
    magic: Buffer.from([0x1a, 0x45, 0xdf, 0xa3]),
    confirms: (bytes) => /\x42\x82[\x84-\x88](webm|matroska)/.test(bytes.toString('latin1')),
  },
  // A page that begins a stream (flag 2).
  Ogg: { magic: Buffer.from('OggS\0'), confirms: (bytes) => ((bytes[5] ?? 0) & 2) !== 0 },
};
const confirmedBytes = 64;
const pageHeaderBytes = 27;
/** An Ogg of ten minutes has a tenth as many pages; in other sound, these bytes occur by chance. */
const maxCandidates = 500_000;
/** Each stream begins with a page; recorders write one, and films some more. */
const maxOggStreams = 1000;

/**
 * Where the files begin that a file is joined of, in order; empty if this kind cannot be joined.
 * @param max how many are enough: the search ends there
 * @throws RenderError `voice_unreadable` for a file of nothing but beginnings; the reason of the abort
 */
export async function findStarts(
  file: string,
  name: string,
  max: number,
  signal: AbortSignal,
): Promise<readonly number[]> {
  if (name === 'MP4') return firstOf(mp4Starts(file, signal), max);
  const start = startsOf[name];
  if (!start) return [];
  const found = startsIn(file, start, name, signal);
  return firstOf(name === 'Ogg' ? firstOfGroups(file, found, signal) : found, max);
}

async function firstOf(starts: AsyncIterable<number>, max: number): Promise<number[]> {
  const found: number[] = [];
  for await (const start of starts) if (found.push(start) === max) break;
  return found;
}

async function* startsIn(
  file: string,
  start: Start,
  name: string,
  signal: AbortSignal,
): AsyncGenerator<number> {
  let held = Buffer.alloc(0);
  let offset = 0;
  const budget = { candidates: maxCandidates, name };
  for await (const chunk of createReadStream(file, { highWaterMark: 1 << 20 })) {
    signal.throwIfAborted();
    if (!(chunk instanceof Buffer)) continue;
    held = Buffer.concat([held, chunk]);
    const searched = Math.max(0, held.length - confirmedBytes);
    for (const at of occurrences(held, start, searched, budget)) yield offset + at;
    held = held.subarray(searched);
    offset += searched;
  }
  for (const at of occurrences(held, start, held.length, budget)) yield offset + at;
}

async function* mp4Starts(file: string, signal: AbortSignal): AsyncGenerator<number> {
  for await (const { name, start } of topBoxes(file, signal)) if (name === 'ftyp') yield start;
}

/** An Ogg file with several streams begins with a page for each; the first one begins the file. */
async function* firstOfGroups(
  file: string,
  pages: AsyncIterable<number>,
  signal: AbortSignal,
): AsyncGenerator<number> {
  const window = await FileWindow.open(file, signal);
  try {
    let follows = -1;
    let streams = 0;
    for await (const page of pages) {
      if (++streams > maxOggStreams) throw containerLimitError('Ogg streams', maxOggStreams);
      if (page !== follows) yield page;
      const head = await window.read(page, pageHeaderBytes + 255);
      const segments = head[pageHeaderBytes - 1] ?? 0;
      const lengths = head.subarray(pageHeaderBytes, pageHeaderBytes + segments);
      follows = page + pageHeaderBytes + segments + lengths.reduce((sum, length) => sum + length, 0);
    }
  } finally {
    await window.close();
  }
}

function* occurrences(
  bytes: Buffer,
  { magic, confirms }: Start,
  end: number,
  budget: { candidates: number; readonly name: string },
): Generator<number> {
  for (let at = bytes.indexOf(magic); at >= 0 && at < end; at = bytes.indexOf(magic, at + 1)) {
    if (budget.candidates-- === 0) throw containerLimitError(`${budget.name} headers`, maxCandidates);
    const following = bytes.subarray(at, at + confirmedBytes);
    if (following.length >= 12 && confirms(following)) yield at;
  }
}
