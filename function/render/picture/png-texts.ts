const signature = 0x8950_4e47_0d0a_1a0an;
const signatureBytes = 8;
/** Length, type, and checksum. */
const frameBytes = 12;

const typeOf = (name: string): number => Buffer.from(name, 'latin1').readUInt32BE(0);
const texts: ReadonlySet<number> = new Set(['tEXt', 'zTXt', 'iTXt'].map(typeOf));

/**
 * A picture without the texts that a PNG may have (PNG specification, 11.3.3). Decoders unpack them, and
 * each can be a thousand times as large as in the file.
 * @returns the same bytes without texts, and for other formats
 */
export function withoutTexts(bytes: Uint8Array): Uint8Array {
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (file.length < signatureBytes || file.readBigUInt64BE(0) !== signature) return bytes;
  const kept: Buffer[] = [];
  let from = 0;
  for (let at = signatureBytes; at + frameBytes <= file.length;) {
    const end = at + frameBytes + file.readUInt32BE(at);
    if (texts.has(file.readUInt32BE(at + 4))) {
      kept.push(file.subarray(from, at));
      from = end;
    }
    at = end;
  }
  return from === 0 ? bytes : Buffer.concat([...kept, file.subarray(from)]);
}
