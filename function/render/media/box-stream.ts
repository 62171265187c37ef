/** A box at the top of an MP4 that arrives piece by piece. */
export interface WholeBox {
  readonly name: string;
  /** With its header. */
  readonly bytes: Buffer;
}

/** A second of the largest video has a few MiB; a box is held whole. */
const maxBoxBytes = 256 * 1024 * 1024;

const headerBytes = 8;

/**
 * Cuts an MP4 that arrives as a stream into the boxes at its top (ISO/IEC 14496-12, § 4.2).
 * @yields each box as soon as its last byte has arrived
 * @throws RangeError if the stream does not consist of boxes, or ends within one
 */
export async function* boxesOf(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<WholeBox> {
  let arrived: Uint8Array[] = [];
  let bytes = 0;
  let wanted = headerBytes;
  for await (const chunk of chunks) {
    arrived.push(chunk);
    bytes += chunk.length;
    while (bytes >= wanted) {
      const joined = Buffer.concat(arrived);
      const size = joined.readUInt32BE(0);
      if (size < headerBytes || size > maxBoxBytes)
        throw new RangeError(`an MP4 box of ${String(size)} bytes cannot be streamed`);
      wanted = size;
      arrived = [joined];
      if (bytes < size) break;
      yield { name: joined.toString('latin1', 4, 8), bytes: joined.subarray(0, size) };
      arrived = [joined.subarray(size)];
      bytes -= size;
      wanted = headerBytes;
    }
  }
  if (bytes > 0) throw new RangeError('the MP4 stream ends within a box');
}
