import { boundingRectangle } from '../../picture/bounding-rectangle.js';
import type { OpenMouth } from '../../face/face.js';
import { lipCurve } from '../../face/lip-curve.js';
import { fromFrame, mouthFrame, toFrame } from '../../face/mouth-frame.js';
import { smoothStep } from '../../numeric/smooth-step.js';
import { quantile } from '../../numeric/quantile.js';
import { lumaOf, type Color } from '../../picture/color.js';
import type { Picture } from '../../picture/decode-picture.js';
import type { Rectangle } from '../../picture/geometry.js';
import { meanOf } from '../../picture/mean-color.js';

/** The teeth that a portrait shows, where they are in the picture. */
export interface OwnTeeth {
  readonly rectangle: Rectangle;
  /** `[height, width, 3]` RGB 0..255 */
  readonly rgb: Uint8Array;
  /** `[height, width]`, 0..1: how surely the place is inside of the mouth. */
  readonly inside: Float32Array;
  /** `[height, width]`, 0..1: how surely it is a tooth. */
  readonly tooth: Float32Array;
  /** The mean of what is a tooth. */
  readonly color: Color;
}

/** Teeth are brighter than the lips by this factor, and fill at least this share of the opening. */
const [minBrightness, minShare] = [1.12, 0.2] as const;
/** Teeth have little color: the difference of red and blue, relative to red, is at most this share of the lips'. */
const maxColor = 0.85;
/** The rims of the lips, pixels: detected edges are inexact. */
const rim = 2;

/**
 * Finds the teeth between parted lips, before they are closed: upper teeth stand with the skull, so that they
 * are seen at the same place when the mouth opens.
 * @returns undefined without visible teeth
 */
export function ownTeeth(picture: Picture, { upperLip, lowerLip }: OpenMouth): OwnTeeth | undefined {
  const [left, right] = [upperLip.inner[0], upperLip.inner.at(-1)];
  if (!left || !right) return undefined;
  const frame = mouthFrame(left, right);
  const edge = (points: OpenMouth['upperLip']['inner']) =>
    lipCurve(points.map((point) => toFrame(frame, point)));
  const [upper, lower, outer] = [edge(upperLip.inner), edge(lowerLip.inner), edge(upperLip.outer)];
  const lip = meanOf(
    picture,
    [-0.4, -0.2, 0, 0.2, 0.4].map((share) => {
      const u = share * frame.half;
      return fromFrame(frame, [u, (upper(u) + outer(u)) / 2]);
    }),
  );
  const rectangle = boundingRectangle([...upperLip.inner, ...lowerLip.inner], picture, { minSize: 1 });
  const { x: x0, y: y0, width, height } = rectangle;
  const rgb = new Uint8Array(3 * width * height);
  const inside = new Float32Array(width * height);
  const lumas: number[] = [];
  for (let row = 0, at = 0; row < height; row++) {
    for (let column = 0; column < width; column++, at++) {
      const from = 3 * ((y0 + row) * picture.width + x0 + column);
      rgb.set(picture.rgb.subarray(from, from + 3), 3 * at);
      const [u, v] = toFrame(frame, [x0 + column + 0.5, y0 + row + 0.5]);
      if (Math.abs(u) >= frame.half) continue;
      const depth = Math.min(v - upper(u), lower(u) - v);
      inside[at] = smoothStep(0, rim, depth);
      if (depth > rim / 2) lumas.push(lumaOf(colorOf(rgb, at)));
    }
  }
  if (lumas.length === 0) return undefined;
  // What is dark is behind the teeth, and between them.
  const [dark, bright] = [Math.min(lumaOf(lip), quantile(lumas, 0.1)), quantile(lumas, 0.85)];
  if (bright < minBrightness * lumaOf(lip)) return undefined;
  const tooth = new Float32Array(inside.length);
  const sum: [number, number, number] = [0, 0, 0];
  let [count, open] = [0, 0];
  for (let at = 0; at < tooth.length; at++) {
    const share = inside[at] ?? 0;
    if (share === 0) continue;
    const color = colorOf(rgb, at);
    const isPale = chroma(color) <= maxColor * chroma(lip) + 0.04;
    const found = isPale ? smoothStep(0.35, 0.6, (lumaOf(color) - dark) / Math.max(1, bright - dark)) : 0;
    tooth[at] = found;
    open += share;
    count += share * found;
    for (const channel of [0, 1, 2] as const) sum[channel] += share * found * color[channel];
  }
  if (count < minShare * open) return undefined;
  return { rectangle, rgb, inside, tooth, color: [sum[0] / count, sum[1] / count, sum[2] / count] };
}

/** How much of a color is not gray, toward red. */
function chroma([red, , blue]: Color): number {
  return (red - blue) / Math.max(20, red);
}

function colorOf(rgb: Uint8Array, at: number): Color {
  return [rgb[3 * at] ?? 0, rgb[3 * at + 1] ?? 0, rgb[3 * at + 2] ?? 0];
}
