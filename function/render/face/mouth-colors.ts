import type { Picture } from '../picture/decode-picture.js';
import { median } from '../numeric/median.js';
import { sampleView } from '../picture/square-view.js';
import type { LipCurve } from './lip-curve.js';
import { fromFrame, type MouthFrame } from './mouth-frame.js';

const size = 160;
/** The sampled square, relative to half of the width of the mouth. */
const viewSide = 4.4;

/** Nothing can be said about darker lips. */
const minLipLuma = 20;
/** Teeth have about the same red share as gray. */
const grayRedness = 0.345;
/** Below, lips are as gray as teeth, and only their brightness tells them apart. */
const minLipRedness = 0.37;
/** Luma relative to the lips': the inside of a mouth is darker, and teeth are brighter than gray lips. */
const darkLuma = 0.66;
const toothLuma = 0.6;
const whiteLuma = 2;

/** The edges of both lips, in the frame of the mouth. */
export interface LipEdges {
  readonly upperOuter: LipCurve;
  readonly upper: LipCurve;
  readonly lower: LipCurve;
  readonly lowerOuter: LipCurve;
}

/** How much a position looks like the inside of a mouth: 0 for lips and skin, 1 for teeth and the dark. */
export interface MouthColors {
  readonly insideAt: (u: number, v: number) => number;
  /** The distance of two samples. */
  readonly step: number;
}

/** Learns from the colors of the lips what is inside the mouth. */
export function mouthColors(picture: Picture, frame: MouthFrame, edges: LipEdges): MouthColors {
  const middle = (edges.upper(0) + edges.lower(0)) / 2;
  const side = viewSide * frame.half;
  const degrees = (Math.atan2(frame.across[1], frame.across[0]) * 180) / Math.PI;
  const samples = sampleView(picture, { center: fromFrame(frame, [0, middle]), side, degrees }, size);
  const step = side / size;
  const colorAt = (u: number, v: number) => {
    const column = Math.min(size - 1, Math.max(0, Math.floor(u / step + size / 2)));
    const row = Math.min(size - 1, Math.max(0, Math.floor((v - middle) / step + size / 2)));
    const at = 3 * (row * size + column);
    const [red = 0, green = 0, blue = 0] = samples.subarray(at, at + 3);
    return { luma: 0.3 * red + 0.59 * green + 0.11 * blue, redness: red / (red + green + blue + 1) };
  };
  const along = Array.from({ length: 13 }, (_, index) => (index / 6 - 1) * 0.5 * frame.half);
  const upperLip = along.map((u) => colorAt(u, (edges.upper(u) + 2 * edges.upperOuter(u)) / 3));
  const lowerLip = along.map((u) => colorAt(u, (edges.lower(u) + 2 * edges.lowerOuter(u)) / 3));
  const lipLuma = median(upperLip.map(({ luma }) => luma));
  const lipRedness = Math.min(
    ...[upperLip, lowerLip].map((lip) => median(lip.map(({ redness }) => redness))),
  );
  const toothRedness = lipRedness > minLipRedness ? 0.6 * lipRedness + 0.4 * grayRedness : 0;
  const insideAt = (u: number, v: number) => {
    if (lipLuma < minLipLuma) return 0;
    const { luma, redness } = colorAt(u, v);
    const relative = luma / lipLuma;
    const dark = soft((darkLuma - relative) / 0.2);
    const tooth = relative > toothLuma ? soft((toothRedness - redness) / 0.02) : 0;
    return Math.max(dark, tooth, soft((relative - whiteLuma) / 0.2));
  };
  return { insideAt, step };
}

/** 0..1 for -½..½ */
function soft(value: number): number {
  return Math.min(1, Math.max(0, value + 0.5));
}
