type Row = readonly [name: string, matches: (file: Buffer, text: string) => boolean];

const at =
  (offset: number, ...signatures: readonly string[]) =>
  (file: Buffer): boolean =>
    signatures.includes(file.toString('latin1', offset, offset + (signatures[0]?.length ?? 0)));
const textual = (pattern: RegExp) => (_: Buffer, text: string) => pattern.test(text);

const rows: readonly Row[] = [
  ['a BMP picture', at(0, 'BM')],
  ['an icon (ICO)', at(0, '\0\0\x01\0', '\0\0\x02\0')],
  ['a JPEG 2000 picture', (file) => at(4, 'jP  ')(file) || at(0, '\xff\x4f\xff\x51')(file)],
  ['a JPEG XL picture', (file) => at(4, 'JXL ')(file) || at(0, '\xff\x0a')(file)],
  ['a Photoshop file', at(0, '8BPS')],
  ['a PDF', at(0, '%PDF')],
  ['a ZIP archive', at(0, 'PK\x03\x04')],
  ['a film', at(4, 'ftyp')],
  ['a web page', textual(/^(?:<!--|<!doctype html|<html|<head|<body)/i)],
  ['an XML document', textual(/^<(?:\?xml|[a-z])/i)],
  ['a data: URL', textual(/^data:/i)],
  ['JSON', textual(/^[[{]\s*["{[\]}]/)],
  ['Base64 text', textual(/^[A-Za-z0-9+/\r\n]{60,}={0,2}$/)],
  // eslint-disable-next-line no-control-regex -- control characters tell text from other bytes
  ['text', textual(/^[^\x00-\x08\x0e-\x1f\ufffd]{1,200}/)],
];

/** What to do with a file that is a picture in another form. */
const advice: Readonly<Record<string, string>> = {
  'a web page': 'Use the address of the picture itself, or save the picture.',
  'a data: URL': 'Decode its Base64, and send the bytes.',
  'Base64 text': 'Decode it, and send the bytes.',
};

/**
 * Says what a file is instead of a picture that can be read, by its first bytes.
 * @returns undefined if they say nothing
 */
export function describePictureKind(file: Buffer): string | undefined {
  const head = file.subarray(0, 512);
  const text = head
    .toString('utf8')
    .replace(/^\uFEFF/, '')
    .trim()
    .replace(/\ufffd$/, '');
  const name = rows.find(([, matches]) => matches(head, text))?.[0];
  if (name === undefined) return undefined;
  return `The portrait is ${name}. ${advice[name] ?? 'Save it as PNG, JPEG, or WebP.'}`;
}
