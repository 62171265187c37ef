import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { topBoxes } from '../../media/top-boxes.js';

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

/** Where the files begin that a file is joined of, in order; empty if this kind cannot be joined. */
export async function findStarts(file: string, name: string): Promise<readonly number[]> {
  if (name === 'MP4') return mp4Starts(file);
  const start = startsOf[name];
  if (!start) return [];
  const found: number[] = [];
  let held = Buffer.alloc(0);
  let offset = 0;
  for await (const chunk of createReadStream(file, { highWaterMark: 1 << 20 })) {
    if (!(chunk instanceof Buffer)) continue;
    held = Buffer.concat([held, chunk]);
    const searched = Math.max(0, held.length - confirmedBytes);
    for (const at of occurrences(held, start, searched)) found.push(offset + at);
    held = held.subarray(searched);
    offset += searched;
  }
  for (const at of occurrences(held, start, held.length)) found.push(offset + at);
  return name === 'Ogg' ? firstOfGroups(file, found) : found;
}

async function mp4Starts(file: string): Promise<number[]> {
  const starts: number[] = [];
  for await (const { name, start } of topBoxes(file)) if (name === 'ftyp') starts.push(start);
  return starts;
}

/** An Ogg file with several streams begins with a page for each; the first one begins the file. */
async function firstOfGroups(file: string, pages: readonly number[]): Promise<number[]> {
  const handle = await open(file);
  try {
    let follows = -1;
    const firsts: number[] = [];
    for (const page of pages) {
      if (page !== follows) firsts.push(page);
      const { buffer } = await handle.read(
        Buffer.alloc(pageHeaderBytes + 255),
        0,
        pageHeaderBytes + 255,
        page,
      );
      const segments = buffer[pageHeaderBytes - 1] ?? 0;
      const lengths = buffer.subarray(pageHeaderBytes, pageHeaderBytes + segments);
      follows = page + pageHeaderBytes + segments + lengths.reduce((sum, length) => sum + length, 0);
    }
    return firsts;
  } finally {
    await handle.close();
  }
}

function* occurrences(bytes: Buffer, { magic, confirms }: Start, end: number): Generator<number> {
  for (let at = bytes.indexOf(magic); at >= 0 && at < end; at = bytes.indexOf(magic, at + 1)) {
    const following = bytes.subarray(at, at + confirmedBytes);
    if (following.length >= 12 && confirms(following)) yield at;
  }
}
