import { beginsWithFrames } from './sound-frames.js';

/** What a file is, by its first bytes. */
export interface MediaKind {
  readonly name: string;
  /** `sound` can be decoded, `media` is a kind that is not supported, `text` is not media at all. */
  readonly kind: 'sound' | 'media' | 'text';
}

/** As many bytes as the identification looks at: more than a frame of MP3. */
export const headBytes = 2048;

type Row = readonly [name: string, kind: MediaKind['kind'], matches: (head: Buffer) => boolean];

const at =
  (offset: number, ...signatures: readonly (string | readonly number[])[]) =>
  (head: Buffer): boolean =>
    signatures.some((signature) => {
      const bytes = typeof signature === 'string' ? Buffer.from(signature, 'latin1') : Buffer.from(signature);
      return head.subarray(offset, offset + bytes.length).equals(bytes);
    });
const textOf = (head: Buffer) =>
  head
    .toString('utf8')
    .replace(/^\uFEFF/, '')
    .trim();
const text = (pattern: RegExp) => (head: Buffer) => pattern.test(textOf(head));
const riff = (form: string) => (head: Buffer) =>
  at(0, 'RIFF', 'RF64', 'RIFX', 'BW64')(head) && at(8, form)(head);
const every = (bytes: number, value: number) => (head: Buffer) =>
  [0, 1, 2].every((packet) => head[packet * bytes] === value);

const rows: readonly Row[] = [
  ['WAV', 'sound', riff('WAVE')],
  ['AVI', 'media', riff('AVI ')],
  ['a WebP picture', 'media', riff('WEBP')],
  ['Wave64', 'sound', at(0, 'riff\x2e\x91\xcf\x11')],
  ['AIFF', 'sound', (head) => at(0, 'FORM')(head) && at(8, 'AIFF', 'AIFC')(head)],
  ['CAF', 'sound', at(0, 'caff')],
  ['AU', 'sound', at(0, '.snd')],
  ['Ogg', 'sound', at(0, 'OggS')],
  ['FLAC', 'sound', at(0, 'fLaC')],
  ['AMR', 'sound', at(0, '#!AMR')],
  ['Matroska or WebM', 'sound', at(0, [0x1a, 0x45, 0xdf, 0xa3])],
  ['a HEIC or AVIF picture', 'media', at(4, 'ftyphei', 'ftypmif1', 'ftypavif')],
  ['MP4', 'sound', at(4, 'ftyp', 'moov', 'mdat', 'moof', 'styp', 'wide', 'free', 'skip')],
  ['WMA (ASF)', 'media', at(0, [0x30, 0x26, 0xb2, 0x75, 0x8e, 0x66, 0xcf, 0x11])],
  ['FLV', 'media', at(0, 'FLV\x01')],
  ['MPEG-TS', 'media', every(188, 0x47)],
  ['an MPEG program stream', 'media', at(0, [0, 0, 1, 0xba])],
  ['WavPack', 'media', at(0, 'wvpk')],
  ['TTA', 'media', at(0, 'TTA1', 'TTA2')],
  ["Monkey's Audio", 'media', at(0, 'MAC ')],
  ['Musepack', 'media', at(0, 'MP+', 'MPCK')],
  ['DSD', 'media', at(0, 'DSD ', 'FRM8')],
  ['DTS', 'media', at(0, [0x7f, 0xfe, 0x80, 0x01], [0xfe, 0x7f, 0x01, 0x80])],
  ['AC-3', 'media', at(0, [0x0b, 0x77], [0x77, 0x0b])],
  ['VOC', 'media', at(0, 'Creative Voice File')],
  ['NIST SPHERE', 'media', at(0, 'NIST_1A')],
  ['RealMedia', 'media', at(0, '.RMF', '.ra\xfd')],
  ['MIDI', 'media', at(0, 'MThd')],
  ['SILK', 'media', at(0, '#!SILK', '\x02#!SILK')],
  ['iLBC', 'media', at(0, '#!iLBC')],
  ['AAC in LATM', 'media', (head) => head[0] === 0x56 && ((head[1] ?? 0) & 0xe0) === 0xe0],
  ['MP3', 'sound', at(0, 'ID3')],
  ['a PNG picture', 'media', at(0, '\x89PNG')],
  ['a JPEG picture', 'media', at(0, [0xff, 0xd8, 0xff])],
  ['a GIF picture', 'media', at(0, 'GIF8')],
  ['a ZIP archive', 'media', at(0, 'PK\x03\x04')],
  ['a gzip file', 'media', at(0, [0x1f, 0x8b])],
  ['a RAR or 7-Zip archive', 'media', at(0, 'Rar!', '7z\xbc\xaf')],
  ['a PDF', 'media', at(0, '%PDF')],
  ['a playlist', 'media', text(/^(#EXTM3U|\[playlist\]|ffconcat )/)],
  ['a web page', 'text', (head) => isWebPage(textOf(head))],
  ['an XML document', 'text', text(/^<(\?xml|[a-z][\w:-]*[\s>])/i)],
  ['JSON', 'text', text(/^[[{]\s*(["{[\]}]|-?\d|true|false|null)/)],
  ['Base64 text', 'text', text(/^(data:(audio|video)\/|[A-Za-z0-9+/\r\n]{200,}={0,2}$)/)],
  ['AAC or MP3', 'sound', beginsWithFrames],
  // eslint-disable-next-line no-control-regex -- control characters tell text from other bytes
  ['text', 'text', (head) => head.length > 8 && text(/^[^\x00-\x08\x0e-\x1a\x1c-\x1f\uFFFD]*\uFFFD?$/)(head)],
];

/** Identifies a file; undefined if its first bytes say nothing. */
export function identifyMedia(head: Buffer): MediaKind | undefined {
  const [name, kind] = rows.find(([, , matches]) => matches(head)) ?? [];
  return name === undefined || kind === undefined ? undefined : { name, kind };
}

/** Whether a text is HTML, after any number of comments. A regular expression would try every way to pair them. */
function isWebPage(document: string): boolean {
  let at = 0;
  while (document.startsWith('<!--', at)) {
    const end = document.indexOf('-->', at + 4);
    if (end < 0) return false;
    at = end + 3;
    while (/\s/.test(document.charAt(at))) at++;
  }
  return /^<(!doctype html|html|head|body)\b/i.test(document.slice(at, at + 20));
}
