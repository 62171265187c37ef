import type { Picture } from '../decode-picture.js';
import { smoothStep } from '../../numeric/smooth-step.js';
import { continueColors } from './continue-colors.js';
import { plainBackground } from './plain-background.js';

/** A pixel whose share is lower is background unless it is near the head; one with a higher share never is. */
const certain = { background: 0.04, person: 0.9 } as const;

/** A pixel whose channels differ less from the fitted background (0..255) looks like it. */
const likeBackground = 20;

/** The same between strands of hair, which are not connected to the rest, and how many reaches they are away at most. */
const betweenStrands = 14;
const strandReaches = 3;

/** How far the edge may be from where it was found, as a share of the picture's shorter side, and in pixels. */
const uncertainty = 0.008;
const minReach = 4;

/**
 * Distances between the colors of the person and of the background (0..255): below, they say nothing about
 * a pixel; above, they say everything.
 */
const distinct = { from: 12, to: 40 } as const;

/** Distances of a color from all mixtures of those two (0..255): it is another color of the person. */
const other = { from: 40, to: 80 } as const;

/** Shares that are noise of the background or of the person. */
const noise = { background: 0.08, person: 0.92 } as const;

/** Below this share, a pixel's own color says little about the person's. */
const minOwnShare = 0.3;

/** A rough matte. */
export interface RoughMatte {
  /** `[height, width]`, 0 background .. 1 person */
  readonly shares: Float32Array;
  /** Whether there may be hair that the shares miss. */
  readonly isNearHead: (column: number, row: number) => boolean;
}

/**
 * Cuts a person out of a picture along a rough matte. The background is what is connected to what surely is,
 * and looks like it. Near its edge, a pixel's share is where its color lies between those of the person and
 * of the background around it, and what shines through of the background is removed from it.
 * @returns `[height, width, 4]` RGBA, not multiplied with alpha
 */
export function cutOutPerson(picture: Picture, matte: RoughMatte): Buffer {
  const { width, height, rgb } = picture;
  const reach = Math.max(minReach, Math.round(uncertainty * Math.min(width, height)));
  const background = backgroundOf(picture, matte, reach);
  const isBackground = eroded(background, picture, reach);
  const isPerson = eroded(
    background.map((value) => 1 - value),
    picture,
    reach,
  );
  const behind = continueColors(masked(picture, isBackground), width, height);
  const before = continueColors(masked(picture, isPerson), width, height);
  const rgba = Buffer.alloc(4 * width * height);
  for (let pixel = 0; pixel < width * height; pixel++) {
    const at = 3 * pixel;
    const isEdge = isPerson[pixel] === 0 && isBackground[pixel] === 0;
    const guess = 1 - (background[pixel] ?? 0);
    const share = isEdge ? shareOf(rgb, before, behind, { at, guess }) : guess;
    rgba[4 * pixel + 3] = Math.round(255 * share);
    const own = smoothStep(0, minOwnShare, share);
    for (let channel = 0; channel < 3; channel++) {
      const seen = rgb[at + channel] ?? 0;
      const alone = share === 0 ? seen : (seen - (1 - share) * (behind[at + channel] ?? 0)) / share;
      const color = own * alone + (1 - own) * (before[at + channel] ?? 0);
      rgba[4 * pixel + channel] = Math.min(255, Math.max(0, Math.round(color)));
    }
  }
  return rgba;
}

/** `[height, width]`: 1 where the background is. */
function backgroundOf(picture: Picture, { shares, isNearHead }: RoughMatte, reach: number): Uint8Array {
  const { width, height, rgb } = picture;
  const background = new Uint8Array(width * height);
  for (let pixel = 0; pixel < background.length; pixel++) {
    const isCertain = (shares[pixel] ?? 0) < certain.background;
    if (isCertain && !isNearHead(pixel % width, Math.floor(pixel / width))) background[pixel] = 1;
  }
  const plain = plainBackground(picture, background);
  if (!plain) return background;
  // Each pixel is opened once.
  const open = new Int32Array(background.length);
  let opened = 0;
  for (let pixel = 0; pixel < background.length; pixel++) if (background[pixel] === 1) open[opened++] = pixel;
  const isLike = (pixel: number, limit: number) =>
    plain(pixel % width, Math.floor(pixel / width)).every(
      (value, channel) => Math.abs((rgb[3 * pixel + channel] ?? 0) - value) <= limit,
    );
  const visit = (pixel: number) => {
    if (background[pixel] === 1 || (shares[pixel] ?? 0) > certain.person) return;
    if (!isLike(pixel, likeBackground)) return;
    background[pixel] = 1;
    open[opened++] = pixel;
  };
  while (opened > 0) {
    const pixel = open[--opened] ?? 0;
    const column = pixel % width;
    if (column > 0) visit(pixel - 1);
    if (column < width - 1) visit(pixel + 1);
    if (pixel >= width) visit(pixel - width);
    if (pixel < background.length - width) visit(pixel + width);
  }
  const isDeep = eroded(
    background.map((value) => 1 - value),
    picture,
    strandReaches * reach,
  );
  for (let pixel = 0; pixel < background.length; pixel++)
    if (background[pixel] === 0 && isDeep[pixel] === 0 && isLike(pixel, betweenStrands))
      background[pixel] = 1;
  return background;
}

/** Where a color lies between that of the background, 0, and that of the person, 1. */
function shareOf(
  rgb: Uint8Array,
  before: Uint8Array,
  behind: Uint8Array,
  { at, guess }: { readonly at: number; readonly guess: number },
): number {
  let [along, square] = [0, 0];
  for (let channel = at; channel < at + 3; channel++) {
    const back = behind[channel] ?? 0;
    const step = (before[channel] ?? 0) - back;
    along += ((rgb[channel] ?? 0) - back) * step;
    square += step * step;
  }
  const trust = smoothStep(distinct.from, distinct.to, Math.sqrt(square));
  const measured = square === 0 ? guess : Math.min(1, Math.max(0, along / square));
  let rest = 0;
  for (let channel = at; channel < at + 3; channel++) {
    const back = behind[channel] ?? 0;
    rest += ((rgb[channel] ?? 0) - back - measured * ((before[channel] ?? 0) - back)) ** 2;
  }
  const differs = guess * smoothStep(other.from, other.to, Math.sqrt(rest));
  const share = Math.max(differs, trust * measured + (1 - trust) * guess);
  return Math.min(1, Math.max(0, (share - noise.background) / (noise.person - noise.background)));
}

/** The pixels of a mask, opaque, and the others transparent. */
function masked({ rgb, width, height }: Picture, mask: Uint8Array): Buffer {
  const rgba = Buffer.alloc(4 * width * height);
  for (let pixel = 0; pixel < mask.length; pixel++) {
    if (mask[pixel] === 0) continue;
    for (let channel = 0; channel < 3; channel++) rgba[4 * pixel + channel] = rgb[3 * pixel + channel] ?? 0;
    rgba[4 * pixel + 3] = 255;
  }
  return rgba;
}

/** The pixels of a mask around which all others within `reach` belong to it, too, across and down. */
function eroded(
  mask: Uint8Array,
  { width, height }: { readonly width: number; readonly height: number },
  reach: number,
): Uint8Array {
  const across = new Uint8Array(mask.length);
  for (let row = 0; row < height; row++)
    erodeLine(mask, across, { first: row * width, step: 1, count: width }, reach);
  const down = new Uint8Array(mask.length);
  for (let column = 0; column < width; column++)
    erodeLine(across, down, { first: column, step: width, count: height }, reach);
  return down;
}

function erodeLine(
  from: Uint8Array,
  to: Uint8Array,
  { first, step, count }: { readonly first: number; readonly step: number; readonly count: number },
  reach: number,
): void {
  let last = -Infinity;
  for (let index = 0; index < count; index++) {
    if (from[first + index * step] === 0) last = index;
    if (index - last > reach) to[first + index * step] = 1;
  }
  let next = Infinity;
  for (let index = count - 1; index >= 0; index--) {
    if (from[first + index * step] === 0) next = index;
    if (next - index <= reach) to[first + index * step] = 0;
  }
}
