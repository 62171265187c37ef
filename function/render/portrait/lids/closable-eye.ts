import { fromFrame } from '../../face/mouth-frame.js';
import { quantile } from '../../numeric/quantile.js';
import { colorAt } from '../../picture/color-at.js';
import type { Picture } from '../../picture/decode-picture.js';
import { lumaAt, type EyeOutline } from './eye-outline.js';
import type { LidSkin } from './lid-skin.js';

/** Heights of an open eye, relative to its width: smaller ones are closed already, or no eyes. */
const opening = { from: 0.1, to: 0.75 } as const;
/**
 * The mesh gives lids that are closed already a third less of an opening than open ones, and no iris is seen
 * between them: both together tell more than either. Of 51 portraits, this keeps 49, and refuses 24 whose lids
 * had been drawn closed.
 */
const [irisWeight, maxIris, minOpenness] = [0.42, 0.8, 0.345] as const;
/** An eye has white and dark parts: differences of its luma, relative to the skin below it. */
const minContrast = 0.2;
/** The luma of a lid varies by less, relative to its mean. */
const maxSpread = 2.6;
/** A lid has the hue of the skin below the eye, unless it is made up: shares of red and blue. */
const maxHueDifference = 0.16;

/** What speaks for and against drawing a lid over an eye. */
export interface EyeQuality {
  readonly opening: number;
  readonly contrast: number;
  /** How much darker its middle is than both of its sides, relative to the skin below it. */
  readonly iris: number;
  readonly spread: number;
  readonly hueDifference: number;
}

/** Measures an eye and the skin that would cover it. */
export function eyeQuality(picture: Picture, eye: EyeOutline, { colors }: LidSkin): EyeQuality {
  const { frame, width, upper, lower } = eye;
  const across = (index: number, count: number) => (index / (count - 1) - 0.5) * 0.7 * width;
  const inside: number[] = [];
  for (let row = 0; row < 7; row++) {
    for (let column = 0; column < 15; column++) {
      const u = across(column, 15);
      inside.push(lumaAt(picture, frame, u, upper(u) + ((row + 1) / 8) * (lower(u) - upper(u))));
    }
  }
  const below = Array.from({ length: 9 }, (_, index): readonly [number, number, number] => {
    const u = across(index, 9);
    const [x, y] = fromFrame(frame, [u, lower(u) + 0.17 * width]);
    return [colorAt(picture, x, y, 0), colorAt(picture, x, y, 1), colorAt(picture, x, y, 2)];
  });
  // Lashes cross the whole eye, and an iris only its middle.
  const middle = Array.from({ length: 25 }, (_, index) => {
    const u = across(index, 25) * (0.8 / 0.7);
    const lumas = [0.4, 0.5, 0.6].map((share) =>
      lumaAt(picture, frame, u, upper(u) + share * (lower(u) - upper(u))),
    );
    return lumas.reduce((sum, value) => sum + value, 0) / lumas.length;
  });
  const sides = Math.min(Math.max(...middle.slice(1, 10)), Math.max(...middle.slice(15, 24)));
  const skin = mean(below);
  const lid = mean(colors);
  const lumas = colors.map(luma);
  return {
    opening: (lower(0) - upper(0)) / width,
    contrast: (quantile(inside, 0.92) - quantile(inside, 0.08)) / Math.max(40, luma(skin)),
    iris: (sides - Math.min(...middle.slice(6, 19))) / Math.max(40, luma(skin)),
    spread: (quantile(lumas, 0.95) - quantile(lumas, 0.05)) / Math.max(20, luma(lid)),
    hueDifference: Math.max(...[0, 2].map((channel) => Math.abs(share(lid, channel) - share(skin, channel)))),
  };
}

/** Whether a lid that is drawn over an eye will look like one. */
export function isClosable(quality: EyeQuality): boolean {
  return (
    quality.opening >= opening.from &&
    quality.opening <= opening.to &&
    quality.opening + irisWeight * Math.min(quality.iris, maxIris) >= minOpenness &&
    quality.contrast >= minContrast &&
    quality.spread <= maxSpread &&
    quality.hueDifference <= maxHueDifference
  );
}

type Color = readonly [number, number, number];

function mean(colors: readonly Color[]): Color {
  const of = (channel: 0 | 1 | 2) => colors.reduce((sum, color) => sum + color[channel], 0) / colors.length;
  return [of(0), of(1), of(2)];
}

function luma([red, green, blue]: Color): number {
  return 0.299 * red + 0.587 * green + 0.114 * blue;
}

function share(color: Color, channel: number): number {
  return (color[channel] ?? 0) / Math.max(20, color[0] + color[1] + color[2]);
}
