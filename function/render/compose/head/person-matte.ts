import type { Rectangle } from '../../picture/geometry.js';
import { sampleBilinear } from '../../picture/bilinear.js';
import type { YuvPicture } from '../../picture/planes.js';
import { smoothStep } from '../../numeric/smooth-step.js';
import { fillUnknown, smoothColor, type SmoothPicture } from './background.js';
import { headCropSide } from './head-crop.js';

/** Who stands before what: the layers between which a moving head passes. */
export interface PersonMatte {
  /** `[height, width]`, 0 background .. 255 person */
  readonly person: Uint8Array;
  /** The picture without the person, as far as a moving head uncovers it. */
  readonly background: YuvPicture;
}

/**
 * Where the network is unsure, the person is assumed: a little background that moves along is hardly
 * seen, but a piece of hair that stands is.
 */
const certain = { background: 0.06, person: 0.4 } as const;

/** Differences of color (0..255) from which something near the head is not the background behind it. */
const otherColor = { from: 18, to: 50 } as const;

/**
 * Enlarges the network's matte to the picture, completes it by color near the head, and fills the
 * person's place in the background from its surroundings.
 * @param matte `[128, 128]`, 0..1, of the head crop; beyond the crop its outermost pixels repeat
 * @param box the face box
 */
export function personMatte(
  picture: YuvPicture,
  matte: Float32Array,
  { crop, box }: { readonly crop: Rectangle; readonly box: Rectangle },
): PersonMatte {
  const { width, height } = picture;
  const shares = enlargedMatte(picture, matte, crop);
  const known = new Uint8Array(width * height);
  for (let row = 0, pixel = 0; row < height; row++) {
    for (let column = 0; column < width; column++, pixel++)
      known[pixel] = shares[pixel] === 0 && nearHead(column + 0.5, row + 0.5, box) === 0 ? 1 : 0;
  }
  const behind = fillUnknown(picture, known);
  const color = new Float32Array(3);
  const person = new Uint8Array(width * height);
  for (let row = 0, pixel = 0; row < height; row++) {
    for (let column = 0; column < width; column++, pixel++) {
      let share = shares[pixel] ?? 0;
      const near = share < 1 ? nearHead(column + 0.5, row + 0.5, box) : 0;
      if (near > 0) {
        smoothColor(color, behind, column, row);
        const differs = smoothStep(otherColor.from, otherColor.to, difference(picture, column, row, color));
        share = Math.max(share, near * differs);
      }
      person[pixel] = Math.round(255 * share);
      known[pixel] = person[pixel] === 0 ? 1 : 0;
    }
  }
  return { person, background: backgroundOf(picture, person, fillUnknown(picture, known)) };
}

/**
 * The picture with the person's place filled. A filled pixel is darkened where it is brighter than what
 * can shine through: else one that is hardly the person's would light up as soon as it is drawn in layers.
 */
function backgroundOf(
  { planes: own, width, height }: YuvPicture,
  person: Uint8Array,
  filled: SmoothPicture,
): YuvPicture {
  const planes = own.slice();
  const blue = width * height;
  const red = blue + blue / 4;
  const color = new Float32Array(3);
  for (let row = 0, pixel = 0; row < height; row++) {
    for (let column = 0; column < width; column++, pixel++) {
      const share = person[pixel] ?? 0;
      if (share === 0) continue;
      smoothColor(color, filled, column, row);
      const brightest = share === 255 ? 255 : Math.floor((255 * (own[pixel] ?? 0)) / (255 - share));
      planes[pixel] = Math.min(brightest, Math.round(color[0] ?? 0));
      if ((row & 1) === 1 || (column & 1) === 1) continue;
      const pair = (row >> 1) * (width >> 1) + (column >> 1);
      planes[blue + pair] = Math.round(color[1] ?? 0);
      planes[red + pair] = Math.round(color[2] ?? 0);
    }
  }
  return { planes, width, height };
}

/** @returns `[height, width]`, 0..1 */
function enlargedMatte({ width, height }: YuvPicture, matte: Float32Array, crop: Rectangle): Float32Array {
  const plane = { values: matte, first: 0, width: headCropSide, height: headCropSide };
  const shares = new Float32Array(width * height);
  for (let row = 0, pixel = 0; row < height; row++) {
    const y = ((row + 0.5 - crop.y) / crop.height) * headCropSide;
    for (let column = 0; column < width; column++, pixel++) {
      const x = ((column + 0.5 - crop.x) / crop.width) * headCropSide;
      shares[pixel] = smoothStep(certain.background, certain.person, sampleBilinear(plane, x, y));
    }
  }
  return shares;
}

/** 1 where hair may be, and a little beyond; 0 further away from the face. */
function nearHead(x: number, y: number, box: Rectangle): number {
  const across = (x - box.x - box.width / 2) / (0.85 * box.width);
  const down = (y - box.y - 0.25 * box.height) / box.height;
  const square = across * across + down * down;
  return square >= 1.21 ? 0 : smoothStep(1.1, 0.9, Math.sqrt(square));
}

/** The largest difference of red, green, or blue between a pixel and a color in Y, Cb, Cr. */
function difference({ planes, width, height }: YuvPicture, column: number, row: number, color: Float32Array) {
  const blue = width * height;
  const pair = blue + (row >> 1) * (width >> 1) + (column >> 1);
  const y = 1.164 * ((planes[row * width + column] ?? 0) - (color[0] ?? 0));
  const cb = (planes[pair] ?? 0) - (color[1] ?? 0);
  const cr = (planes[pair + blue / 4] ?? 0) - (color[2] ?? 0);
  return Math.max(Math.abs(y + 1.793 * cr), Math.abs(y - 0.213 * cb - 0.533 * cr), Math.abs(y + 2.112 * cb));
}
