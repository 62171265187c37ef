import { colorAt } from '../../picture/color-at.js';
import type { Picture } from '../../picture/decode-picture.js';
import { tabulated } from '../../face/lip-curve.js';
import { fromFrame } from '../../face/mouth-frame.js';
import { curveReach, lumaAt, type EyeOutline } from './eye-outline.js';

type Color = readonly [red: number, green: number, blue: number];

/** Places across the eye, and from the brow's side to the rim, at which the skin is known. */
const skinGrid = { columns: 49, rows: 13 } as const;
/** How far the grid reaches to either side, in widths of the eye. */
const reach = 0.62;
/** The part of the skin between brow and rim that is a lid's, and how far it reaches at most. */
const [lidShare, maxStrip] = [0.62, 0.25] as const;
/** Brows are wider than their points. */
const browMargin = 0.058;
/** The rim with the roots of its lashes, in openings of the eye, and between which widths. */
const lashRoots = { share: 0.24, from: 0.025, to: 0.07 } as const;
/** Neighbors on either side that a place is compared with, and the share of them that are darker. */
const [neighbors, lighterThan] = [4, 0.62] as const;

/** The skin of an upper lid. */
export interface LidSkin {
  /** Heights at each place across: where the lid begins, and where its lashes do. */
  readonly top: (u: number) => number;
  readonly roots: (u: number) => number;
  /** The color of the skin without lashes, RGB, at a share of the way from the top to the roots. */
  readonly colorAt: (u: number, share: number) => Color;
  /** `[rows, columns]` of {@link skinGrid}, RGB. */
  readonly colors: readonly Color[];
}

/**
 * The strip of skin that an upper lid is drawn from: never the brow, and not what is nearest to it, such
 * as the rim of glasses. Lashes, which are thin and dark, are taken out.
 */
export function lidSkin(picture: Picture, eye: EyeOutline): LidSkin {
  const { width, upper, lower, brow } = eye;
  const roots = tabulated((u) => {
    const opening = lower(u) - upper(u);
    const height = Math.min(
      lashRoots.to * width,
      Math.max(lashRoots.from * width, lashRoots.share * opening),
    );
    return upper(u) - height;
  }, curveReach * width);
  const highest = tabulated((u) => {
    const room = Math.max(upper(u) - brow(u) - browMargin * width, 0.025 * width);
    return roots(u) - Math.min(lidShare * room, maxStrip * width);
  }, curveReach * width);
  const { columns, rows } = skinGrid;
  const heights = litHeights(picture, eye, highest, roots);
  const top = tabulated((u) => {
    const at = Math.min(1, Math.max(0, u / width + 0.5)) * (heights.length - 1);
    const left = Math.min(heights.length - 2, Math.floor(at));
    const share = (heights[left] ?? 0) + (at - left) * ((heights[left + 1] ?? 0) - (heights[left] ?? 0));
    return roots(u) - share * (roots(u) - highest(u));
  }, curveReach * width);
  const raw: Color[] = [];
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const u = (column / (columns - 1) - 0.5) * 2 * reach * width;
      const inside = Math.min(0.5 * width, Math.max(-0.5 * width, u));
      const v = top(inside) + (row / (rows - 1)) * (roots(inside) - top(inside));
      const [x, y] = fromFrame(eye.frame, [u, v]);
      raw.push([colorAt(picture, x, y, 0), colorAt(picture, x, y, 1), colorAt(picture, x, y, 2)]);
    }
  }
  const colors = smoothed(raw.map((_, at) => withoutLashes(raw, at)));
  return {
    top,
    roots,
    colors,
    colorAt: (u, share) => {
      const x = Math.min(columns - 1.001, Math.max(0, (u / width / (2 * reach) + 0.5) * (columns - 1)));
      const y = Math.min(rows - 1.001, Math.max(0, share * (rows - 1)));
      const [left, above] = [Math.floor(x), Math.floor(y)];
      const at = (row: number, column: number, channel: 0 | 1 | 2) =>
        colors[row * columns + column]?.[channel] ?? 0;
      const between = (channel: 0 | 1 | 2) => {
        const over = at(above, left, channel) * (left + 1 - x) + at(above, left + 1, channel) * (x - left);
        const under =
          at(above + 1, left, channel) * (left + 1 - x) + at(above + 1, left + 1, channel) * (x - left);
        return over * (above + 1 - y) + under * (y - above);
      };
      return [between(0), between(1), between(2)];
    },
  };
}

/** Places from the roots of the lashes upwards at which the skin is examined, and across the eye. */
const [upwards, sideways] = [14, 25] as const;
/** Darker than this share of the skin above the lashes, it is a brow, the rim of glasses, or hair. */
const minLight = 0.74;
/** A lid has at least this share of the strip. */
const minStrip = 0.3;

/** How much of the strip is skin, 0..1, from one corner of the eye to the other. */
function litHeights(
  picture: Picture,
  { frame, width }: EyeOutline,
  highest: (u: number) => number,
  roots: (u: number) => number,
): number[] {
  const shares = Array.from({ length: sideways }, (_, column) => {
    const u = (column / (sideways - 1) - 0.5) * width;
    const lumas = Array.from({ length: upwards + 1 }, (__, step) => {
      const v = roots(u) - (step / upwards) * (roots(u) - highest(u));
      const beside = [-0.05, -0.02, 0.02, 0.05].map((aside) => lumaAt(picture, frame, u + aside * width, v));
      return Math.max(...beside);
    });
    const reference = [...lumas].sort((a, b) => a - b)[Math.floor(0.6 * upwards)] ?? 0;
    const dark = lumas.findIndex((luma, step) => step > 2 && luma < minLight * reference);
    return dark < 0 ? 1 : Math.max(minStrip, (dark - 1) / upwards);
  });
  const least = shares.map((_, index) => Math.min(...shares.slice(Math.max(0, index - 2), index + 3)));
  return least.map((_, index) => {
    const near = least.slice(Math.max(0, index - 3), index + 4);
    return near.reduce((sum, share) => sum + share, 0) / near.length;
  });
}

/** Of the colors beside a place, a lighter one: lashes are thin. */
function withoutLashes(colors: readonly Color[], at: number): Color {
  const { columns } = skinGrid;
  const [row, column] = [Math.floor(at / columns), at % columns];
  const beside: Color[] = [];
  for (let near = column - neighbors; near <= column + neighbors; near++) {
    const color = colors[row * columns + Math.min(columns - 1, Math.max(0, near))];
    if (color) beside.push(color);
  }
  beside.sort((a, b) => a[0] + a[1] + a[2] - b[0] - b[1] - b[2]);
  return beside[Math.floor(lighterThan * (beside.length - 1))] ?? [0, 0, 0];
}

function smoothed(colors: readonly Color[]): Color[] {
  const { columns, rows } = skinGrid;
  return colors.map((_, at): Color => {
    const [row, column] = [Math.floor(at / columns), at % columns];
    const sum: [number, number, number] = [0, 0, 0];
    let weights = 0;
    for (let down = -1; down <= 1; down++) {
      for (let across = -3; across <= 3; across++) {
        const y = Math.min(rows - 1, Math.max(0, row + down));
        const x = Math.min(columns - 1, Math.max(0, column + across));
        const weight = Math.exp(-0.5 * ((across / 1.6) ** 2 + (down / 0.8) ** 2));
        for (const channel of [0, 1, 2] as const)
          sum[channel] += weight * (colors[y * columns + x]?.[channel] ?? 0);
        weights += weight;
      }
    }
    return [sum[0] / weights, sum[1] / weights, sum[2] / weights];
  });
}
