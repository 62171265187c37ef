/** What a file is, by its first bytes. */
export interface FileKind {
  /** `sound` may be a voice, `picture` a portrait. */
  readonly kind: 'sound' | 'picture' | 'other';
  /** The name of the format: `WAV`, `PDF`. */
  readonly format: string;
}

/** As many bytes as the identification looks at. */
const headBytes = 512;

type Row = readonly [format: string, kind: FileKind['kind'], matches: (letters: string) => boolean];

const at =
  (offset: number, ...signatures: readonly string[]) =>
  (letters: string): boolean =>
    signatures.some((signature) => letters.startsWith(signature, offset));
const matching = (pattern: RegExp) => (letters: string) => pattern.test(letters);
const riff = (form: string) => (letters: string) =>
  at(0, 'RIFF', 'RF64', 'RIFX', 'BW64')(letters) && at(8, form)(letters);

/* Bytes as letters, one for each. The service looks again, and knows more formats (`identify-media.ts`). */
const rows: readonly Row[] = [
  ['WAV', 'sound', riff('WAVE')],
  ['WebP', 'picture', riff('WEBP')],
  ['AVI', 'other', riff('AVI ')],
  ['AIFF', 'sound', (letters) => at(0, 'FORM')(letters) && at(8, 'AIFF', 'AIFC')(letters)],
  ['CAF', 'sound', at(0, 'caff')],
  ['AU', 'sound', at(0, '.snd')],
  ['OGG', 'sound', at(0, 'OggS')],
  ['FLAC', 'sound', at(0, 'fLaC')],
  ['AMR', 'sound', at(0, '#!AMR')],
  ['WebM', 'sound', at(0, '\x1a\x45\xdf\xa3')],
  ['HEIC', 'picture', at(4, 'ftyphei', 'ftyphev', 'ftypmif1', 'ftypmsf1')],
  ['AVIF', 'picture', at(4, 'ftypavi')],
  ['MP4', 'sound', at(4, 'ftyp', 'moov', 'mdat', 'moof', 'styp', 'wide', 'free', 'skip')],
  ['MP3', 'sound', at(0, 'ID3')],
  ['PNG', 'picture', at(0, '\x89PNG')],
  ['JPEG', 'picture', at(0, '\xff\xd8\xff')],
  ['MP3', 'sound', matching(/^\xff[\xe2-\xff]/)],
  ['GIF', 'picture', at(0, 'GIF8')],
  ['BMP', 'picture', (letters) => at(0, 'BM')(letters) && at(6, '\0\0\0\0')(letters)],
  ['TIFF', 'picture', at(0, 'II*\0', 'MM\0*')],
  ['WMA', 'other', at(0, '\x30\x26\xb2\x75\x8e\x66\xcf\x11')],
  ['MIDI', 'other', at(0, 'MThd')],
  ['PDF', 'other', at(0, '%PDF')],
  ['ZIP', 'other', at(0, 'PK\x03\x04')],
  ['GZIP', 'other', at(0, '\x1f\x8b')],
  ['RAR', 'other', at(0, 'Rar!')],
  ['7-Zip', 'other', at(0, '7z\xbc\xaf')],
  ['SVG', 'picture', (letters) => /^\s*<(\?xml|svg)/.test(letters) && letters.includes('<svg')],
  ['HTML', 'other', matching(/^\s*<(!doctype html|html|head|body)/i)],
  ['XML', 'other', matching(/^\s*<\?xml/)],
  // eslint-disable-next-line no-control-regex -- control characters tell text from other bytes
  ['TXT', 'other', matching(/^[^\x00-\x08\x0e-\x1a\x1c-\x1f]{9,}$/)],
];

/** Identifies a file. @returns undefined if its first bytes say nothing, or if it cannot be read */
export async function fileKind(file: Blob): Promise<FileKind | undefined> {
  const head = await file
    .slice(0, headBytes)
    .arrayBuffer()
    .catch(() => new ArrayBuffer(0));
  return kindOf(new Uint8Array(head));
}

/** Identifies a file by its first bytes. */
export function kindOf(head: Uint8Array): FileKind | undefined {
  const letters = Array.from(head, (byte) => String.fromCharCode(byte)).join('');
  const [format, kind] = rows.find(([, , matches]) => matches(letters)) ?? [];
  return format === undefined || kind === undefined ? undefined : { format, kind };
}
