import { pngChunks } from './png-chunks.js';
import { hlg, power, pq, srgb, type Transfer } from './transfer.js';

/** How the numbers of a PNG's pixels are light, if it is not as in sRGB. */
export interface PngColors {
  readonly transfer: Transfer;
  /** To the primaries of sRGB: three rows. */
  readonly matrix: readonly number[];
}

const identity = [1, 0, 0, 0, 1, 0, 0, 0, 1];
/** Display P3 and BT.2020 with D65, to BT.709 (Rec. ITU-R BT.2087; CSS Color 4). */
const fromP3 = [1.224_94, -0.224_94, 0, -0.042_06, 1.042_06, 0, -0.019_64, -0.078_64, 1.098_27];
const from2020 = [
  1.660_49, -0.587_64, -0.072_85, -0.124_55, 1.132_9, -0.008_35, -0.018_15, -0.100_58, 1.118_73,
];

/** By the code points of ITU-T H.273. */
const primaries: Readonly<Record<number, readonly number[]>> = {
  1: identity,
  9: from2020,
  11: fromP3,
  12: fromP3,
};
const transfers: Readonly<Record<number, Transfer>> = {
  // BT.709 and its relatives, for which displays have a gamma of 2.4; viewers take them for sRGB.
  1: srgb,
  4: power(2.2),
  5: power(2.8),
  6: srgb,
  8: power(1),
  13: srgb,
  14: srgb,
  15: srgb,
  16: pq,
  18: hlg,
};
/** Near the gamma of sRGB, viewers do not convert. */
const usualGamma = [0.42, 0.49] as const;

/**
 * Reads from a PNG's cICP, or else its gAMA, how its colors have to be converted (PNG specification, third edition,
 * 11.3.2). A color profile (iCCP) is left to the decoder, and takes precedence over gAMA.
 * @returns undefined if they are those of sRGB, and for other formats
 */
export function pngColors(bytes: Uint8Array): PngColors | undefined {
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const chunks = pngChunks(file);
  const content = (name: string, length: number) => {
    const chunk = chunks.find(({ type }) => type === name);
    return chunk && chunk.end - 4 - chunk.content >= length
      ? file.subarray(chunk.content, chunk.end - 4)
      : undefined;
  };
  const cicp = content('cICP', 4);
  if (cicp) {
    const matrix = primaries[cicp[0] ?? 0];
    const transfer = transfers[cicp[1] ?? 0];
    if (!matrix || !transfer || (matrix === identity && transfer === srgb)) return undefined;
    return { matrix, transfer };
  }
  if (content('iCCP', 1) || content('sRGB', 1)) return undefined;
  const gamma = (content('gAMA', 4)?.readUInt32BE(0) ?? 45_455) / 100_000;
  if (gamma <= 0.05 || gamma > 2 || (gamma > usualGamma[0] && gamma < usualGamma[1])) return undefined;
  return { matrix: identity, transfer: power(1 / gamma) };
}
