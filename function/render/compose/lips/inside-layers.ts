import type { Picture } from '../../picture/decode-picture.js';
import { drawInside } from '../../portrait/inside/draw-inside.js';
import type { MouthPlan } from '../../portrait/inside/mouth-plan.js';
import { portraitStyle } from '../../portrait/inside/portrait-style.js';
import { toColors, type InsideColors } from './inside-colors.js';
import type { MouthLook } from './mouth-look.js';

/** The inside of a mouth in the video's format, and the blur of the portrait's edges in pixels. */
export interface InsideLayers {
  readonly softness: number;
  readonly cavity: InsideColors;
  readonly jaw: InsideColors;
  readonly teeth: InsideColors;
}

/** Reads bytes from a cache, or makes them. */
export type Cached = (
  kind: string,
  from: readonly unknown[],
  length: number,
  make: () => Uint8Array,
) => Uint8Array;

/** Draws the inside of a mouth, unless it is cached. @param parting in pixels, as the plan knows it */
export function insideLayers(
  picture: Picture,
  { contours, tone, teeth: own }: Pick<MouthLook, 'contours' | 'tone' | 'teeth'>,
  plan: MouthPlan,
  { parting, cached }: { readonly parting: number; readonly cached: Cached },
): InsideLayers {
  const layer = 4 * plan.rectangle.width * plan.rectangle.height;
  const numbers = 1 + 3 * layer;
  const shown = own ? [own.rectangle, own.rgb, own.inside, own.tooth] : [];
  const bytes = cached('inside', [contours, tone, parting, ...shown], 4 * numbers, () => {
    const style = portraitStyle(picture, contours, tone);
    const { cavity, jaw, teeth } = drawInside(plan, style, own);
    const made = new Float32Array(numbers);
    made[0] = style.softness;
    for (const [index, drawn] of [cavity, jaw, teeth].entries()) made.set(toColors(drawn), 1 + index * layer);
    return new Uint8Array(made.buffer);
  });
  // A file's bytes may lie anywhere in memory.
  const values = new Float32Array(numbers);
  new Uint8Array(values.buffer).set(bytes);
  const at = (index: number) => values.subarray(1 + index * layer, 1 + (index + 1) * layer);
  return { softness: values[0] ?? 0, cavity: at(0), jaw: at(1), teeth: at(2) };
}
