import { RenderError } from '../../../../errors/render-error.js';

/** The rate and the number of channels of decoded sound; both stay the same to its end. */
export interface SoundFormat {
  readonly rateHz: number;
  readonly channels: number;
}

/** Some decoded samples. */
export interface DecodedPacket {
  readonly format: SoundFormat;
  /** When the packet begins, to a millisecond. */
  readonly startSeconds: number;
  /** Interleaved float32, `[frames, channels]`. */
  readonly samples: Float32Array<ArrayBuffer>;
}

/** Elements of Matroska (RFC 9559), as ffmpeg writes them. */
const ids = {
  segment: 0x18538067,
  tracks: 0x1654ae6b,
  trackEntry: 0xae,
  audio: 0xe1,
  samplingFrequency: 0xb5,
  channels: 0x9f,
  cluster: 0x1f43b675,
  timestamp: 0xe7,
  blockGroup: 0xa0,
  block: 0xa1,
  simpleBlock: 0xa3,
} as const;
/** Elements whose content is read as more elements. */
const parents: ReadonlySet<number> = new Set([
  ids.segment,
  ids.tracks,
  ids.trackEntry,
  ids.audio,
  ids.cluster,
  ids.blockGroup,
]);
/** Track number, relative time, and flags come before the samples of a block. */
const blockHeaderBytes = 4;

/**
 * Reads the samples that ffmpeg writes as Matroska with one track of `pcm_f32le`. Unlike bare samples,
 * they come with their format and their times.
 */
export async function* decodedPackets(output: AsyncIterable<Uint8Array>): AsyncGenerator<DecodedPacket> {
  let held = Buffer.alloc(0);
  let rateHz = 0;
  let channels = 1;
  let clusterMs = 0;
  for await (const bytes of output) {
    held = held.length === 0 ? Buffer.from(bytes) : Buffer.concat([held, bytes]);
    let at = 0;
    for (;;) {
      const element = elementAt(held, at);
      if (!element) break;
      const { id, content, size } = element;
      if (parents.has(id)) {
        at = content;
        continue;
      }
      if (content + size > held.length) break;
      const value = held.subarray(content, content + size);
      at = content + size;
      if (id === ids.samplingFrequency) rateHz = size === 8 ? value.readDoubleBE(0) : value.readFloatBE(0);
      else if (id === ids.channels) channels = value.readUIntBE(0, size);
      else if (id === ids.timestamp) clusterMs = value.readUIntBE(0, Math.min(size, 6));
      else if (id === ids.simpleBlock || id === ids.block) {
        const startMs = clusterMs + value.readInt16BE(1);
        const samples = samplesIn(value.subarray(blockHeaderBytes));
        yield { format: { rateHz: Math.round(rateHz), channels }, startSeconds: startMs / 1000, samples };
      }
    }
    held = held.subarray(at);
  }
}

function samplesIn(bytes: Buffer): Float32Array<ArrayBuffer> {
  const copy = new Uint8Array(bytes);
  return new Float32Array(copy.buffer, 0, Math.floor(copy.length / Float32Array.BYTES_PER_ELEMENT));
}

/** The element that starts at a position; undefined if its head has not arrived yet. */
function elementAt(bytes: Buffer, at: number): { id: number; content: number; size: number } | undefined {
  const idBytes = lengthOf(bytes[at]);
  const sizeAt = at + (idBytes ?? 0);
  const sizeBytes = lengthOf(bytes[sizeAt]);
  if (idBytes === undefined || sizeBytes === undefined || sizeAt + sizeBytes > bytes.length) return undefined;
  if (idBytes > 4 || sizeBytes > 8) {
    throw new RenderError('ffmpeg_failed', 'ffmpeg wrote something other than Matroska.');
  }
  const rest = bytes.subarray(sizeAt + 1, sizeAt + sizeBytes);
  return {
    id: bytes.readUIntBE(at, idBytes),
    content: sizeAt + sizeBytes,
    // Without the bit that marks the length of the number itself.
    size: rest.reduce((sum, byte) => sum * 256 + byte, (bytes[sizeAt] ?? 0) & (0xff >> sizeBytes)),
  };
}

/** The length of a variable-length number, from its first byte; 9 if it is not one. */
function lengthOf(first: number | undefined): number | undefined {
  return first === undefined ? undefined : Math.clz32(first) - 23;
}
