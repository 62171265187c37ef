/*
 * The headers of MP3 (ISO 11172-3) and of AAC in ADTS (ISO 13818-7). They begin with eleven bits that
 * bare samples begin with, too: those of silence in µ-law are ones only.
 */

/** Kilobits per second by the index in the header, from 1 on. */
const bitrates = {
  mpeg1Layer2: [32, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 384],
  mpeg1Layer3: [32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320],
  mpeg2: [8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160],
} as const;
const mpeg1Rates = [44_100, 48_000, 32_000] as const;

/** Whether the bytes begin with a frame of AAC or MP3, after which another one follows. */
export function beginsWithFrames(head: Buffer): boolean {
  const length = frameLength(head);
  if (length === undefined) return false;
  // A file of one frame, or one whose second frame lies beyond these bytes, may be anything.
  const next = head.subarray(length);
  return next.length < headerBytes || frameLength(next) !== undefined;
}

const headerBytes = 6;

/** The bytes of the frame whose header comes first; undefined if it has none. */
function frameLength(bytes: Buffer): number | undefined {
  const [first = 0, second = 0, third = 0, fourth = 0, fifth = 0, sixth = 0] = bytes;
  if (first !== 0xff || (second & 0xe0) !== 0xe0) return undefined;
  const layer = (second >> 1) & 3;
  if (layer === 0) {
    const length = ((fourth & 3) << 11) | (fifth << 3) | (sixth >> 5);
    return (second & 0xf0) === 0xf0 && ((third >> 2) & 15) < 13 && length > headerBytes ? length : undefined;
  }
  return mpegFrameLength(second, third, layer === 2 ? 2 : layer === 1 ? 3 : undefined);
}

function mpegFrameLength(second: number, third: number, layer: 2 | 3 | undefined): number | undefined {
  // 3: MPEG-1, 2: MPEG-2 with half the rates, 0: MPEG-2.5 with a quarter of them.
  const version = (second >> 3) & 3;
  const isMpeg1 = version === 3;
  const table = !isMpeg1 ? bitrates.mpeg2 : layer === 2 ? bitrates.mpeg1Layer2 : bitrates.mpeg1Layer3;
  const bitrate = table[(third >> 4) - 1];
  const rate = mpeg1Rates[(third >> 2) & 3];
  if (layer === undefined || version === 1 || bitrate === undefined || rate === undefined) return undefined;
  const divisor = isMpeg1 ? 1 : version === 2 ? 2 : 4;
  const samples = isMpeg1 || layer === 2 ? 1152 : 576;
  return Math.floor(((samples / 8) * bitrate * 1000 * divisor) / rate) + ((third >> 1) & 1);
}
