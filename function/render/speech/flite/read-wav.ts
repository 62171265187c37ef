/**
 * Reads the WAV that Flite writes: 16-bit mono.
 * @throws RangeError for anything else
 */
export function readWav(file: Buffer): { samples: Float32Array<ArrayBuffer>; rateHz: number } {
  let rateHz: number | undefined;
  for (let at = 12; at + 8 <= file.length;) {
    const name = file.toString('latin1', at, at + 4);
    const bytes = file.readUInt32LE(at + 4);
    const content = at + 8;
    if (name === 'fmt ') {
      const isPlain = file.readUInt16LE(content) === 1 && file.readUInt16LE(content + 14) === 16;
      if (!isPlain || file.readUInt16LE(content + 2) !== 1) throw new RangeError('not 16-bit mono');
      rateHz = file.readUInt32LE(content + 4);
    }
    if (name === 'data' && rateHz !== undefined) {
      const count = Math.floor(Math.min(bytes, file.length - content) / 2);
      const samples = Float32Array.from(
        { length: count },
        (_, i) => file.readInt16LE(content + 2 * i) / 32_768,
      );
      return { samples, rateHz };
    }
    at = content + bytes + (bytes % 2);
  }
  throw new RangeError('not a WAV');
}
