import { lumaOf, type Color } from '../../picture/color.js';
import type { FaceContours } from '../../face/face-contours.js';
import { meanOf, medianColor } from '../../picture/mean-color.js';
import type { Picture } from '../../picture/decode-picture.js';
import type { Tone } from '../../picture/tone.js';
import { darknessOf, noiseOf, softnessOf } from './texture-of.js';

/** What the inside of a mouth must look like to belong to its portrait. Colors are RGB 0..255. */
export interface PortraitStyle {
  readonly skin: Color;
  readonly lip: Color;
  /** How much brighter the viewer's right is than the middle, −0.35..0.35. */
  readonly light: number;
  /** The luma of the darkest places of the face, 0..255: faded pictures and paintings have no black. */
  readonly darkest: number;
  /** Standard deviation of the blur of the portrait's sharpest edges, pixels. */
  readonly softness: number;
  /** Standard deviation of the luma of the grain, 0..255. */
  readonly grain: number;
  /** A color of the drawn mouth in the portrait's own tint. */
  readonly tinted: (color: Color) => Color;
}

/** Learns from a portrait's skin and lips. */
export function portraitStyle(picture: Picture, contours: FaceContours, tone: Tone): PortraitStyle {
  const { lips, cheeks } = contours;
  const inner = (points: readonly (readonly [number, number])[]) => points.slice(3, -3);
  const between = (from: readonly (readonly [number, number])[], to: typeof from, share: number) =>
    inner(from).map(([x, y], index): [number, number] => {
      const [toX, toY] = inner(to)[index] ?? [x, y];
      return [x + share * (toX - x), y + share * (toY - y)];
    });
  const lip = [
    ...between(lips.upperInner, lips.upperOuter, 0.5),
    ...between(lips.lowerInner, lips.lowerOuter, 0.4),
    ...between(lips.lowerInner, lips.lowerOuter, 0.6),
  ];
  const [left, right] = [meanOf(picture, cheeks.left), meanOf(picture, cheeks.right)];
  const skin = medianColor([...cheeks.left, ...cheeks.right].map((place) => meanOf(picture, [place])));
  const [dark, bright] = [lumaOf(left), lumaOf(right)];
  const light = (bright - dark) / Math.max(8, bright + dark);
  return {
    skin,
    lip: medianColor(lip.map((place) => meanOf(picture, [place]))),
    light: Math.min(0.35, Math.max(-0.35, light)),
    darkest: darknessOf(picture, contours),
    softness: softnessOf(picture, contours),
    grain: noiseOf(picture, contours),
    tinted: (color) => tint(color, tone),
  };
}

function tint([red, green, blue]: Color, { matrix, offset }: Tone): Color {
  const bgr = [blue, green, red];
  const channel = (output: number) =>
    255 * (offset[output] ?? 0) +
    bgr.reduce((sum, value, input) => sum + value * (matrix[3 * output + input] ?? 0), 0);
  return [channel(2), channel(1), channel(0)];
}
