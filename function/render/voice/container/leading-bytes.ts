import { identifyMedia } from './identify-media.js';

/** Line breaks, the headers of an answer, or a few bytes of another program. */
const maxLeadingBytes = 1024;

const beginnings = ['RIFF', 'RF64', 'OggS', 'fLaC', 'ID3', 'caff', '\x1a\x45\xdf\xa3'].map((text) =>
  Buffer.from(text, 'latin1'),
);
/** Their names are not at the beginning. */
const nameOffsets: readonly (readonly [name: Buffer, before: number])[] = [
  [Buffer.from('ftyp', 'latin1'), 4],
];

/**
 * How many bytes precede the recording in a file that does not begin with it.
 * @param head the first bytes of the file
 * @returns 0 if it begins with one, or if none follows
 */
export function leadingBytes(head: Buffer): number {
  const kind = identifyMedia(head)?.kind;
  if (kind === 'sound' || kind === 'media') return 0;
  const marks = [...beginnings.map((name) => [name, 0] as const), ...nameOffsets];
  const found = marks
    .map(([name, before]) => head.indexOf(name) - before)
    .filter((at) => at > 0 && at <= maxLeadingBytes)
    .sort((a, b) => a - b);
  return found.find((at) => identifyMedia(head.subarray(at))?.kind === 'sound') ?? 0;
}
