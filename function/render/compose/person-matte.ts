import type { Picture } from '../picture/decode-picture.js';
import type { Rectangle } from '../picture/geometry.js';
import { fillUnknown } from './fill-unknown.js';
import { sampleBilinear } from '../picture/bilinear.js';
import { headCropSide } from './head-crop.js';
import { smoothStep } from '../numeric/smooth-step.js';

/** Who stands before what: the layers between which a moving head passes. */
export interface PersonMatte {
  /** `[height, width]`, 0 background .. 255 person */
  readonly person: Uint8Array;
  /** `[height, width, 3]` RGB: the picture without the person, as far as a moving head uncovers it. */
  readonly background: Uint8Array;
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
  picture: Picture,
  matte: Float32Array,
  { crop, box }: { readonly crop: Rectangle; readonly box: Rectangle },
): PersonMatte {
  const { width, height, rgb } = picture;
  const shares = enlargedMatte(picture, matte, crop);
  const near = new Float32Array(width * height);
  const surroundings = new Uint8Array(width * height);
  for (let pixel = 0; pixel < near.length; pixel++) {
    near[pixel] = nearHead((pixel % width) + 0.5, Math.floor(pixel / width) + 0.5, box);
    surroundings[pixel] = shares[pixel] === 0 && near[pixel] === 0 ? 1 : 0;
  }
  const behind = fillUnknown(rgb, surroundings, picture);
  const person = new Uint8Array(width * height);
  const known = new Uint8Array(width * height);
  for (let pixel = 0; pixel < near.length; pixel++) {
    const differs = smoothStep(otherColor.from, otherColor.to, difference(rgb, behind, pixel));
    const share = Math.max(shares[pixel] ?? 0, (near[pixel] ?? 0) * differs);
    person[pixel] = Math.round(255 * share);
    known[pixel] = person[pixel] === 0 ? 1 : 0;
  }
  const background = fillUnknown(rgb, known, picture);
  keepBehind(background, rgb, person);
  return { person, background };
}

/**
 * Darkens a filled background where it is brighter than what can shine through: else a pixel that is
 * hardly the person's would light up as soon as it is drawn in layers.
 */
function keepBehind(background: Uint8Array, rgb: Uint8Array, person: Uint8Array): void {
  for (let index = 0; index < background.length; index++) {
    const seen = 255 - (person[Math.floor(index / 3)] ?? 0);
    const brightest = seen === 0 ? 255 : Math.floor((255 * (rgb[index] ?? 0)) / seen);
    if ((background[index] ?? 0) > brightest) background[index] = brightest;
  }
}

/** @returns `[height, width]`, 0..1 */
function enlargedMatte({ width, height }: Picture, matte: Float32Array, crop: Rectangle): Float32Array {
  const plane = { values: matte, first: 0, width: headCropSide, height: headCropSide };
  const shares = new Float32Array(width * height);
  for (let row = 0; row < height; row++) {
    const y = ((row + 0.5 - crop.y) / crop.height) * headCropSide;
    for (let column = 0; column < width; column++) {
      const x = ((column + 0.5 - crop.x) / crop.width) * headCropSide;
      shares[row * width + column] = smoothStep(
        certain.background,
        certain.person,
        sampleBilinear(plane, x, y),
      );
    }
  }
  return shares;
}

/** 1 where hair may be, and a little beyond; 0 further away from the face. */
function nearHead(x: number, y: number, box: Rectangle): number {
  const across = (x - box.x - box.width / 2) / (0.85 * box.width);
  const down = (y - box.y - 0.25 * box.height) / box.height;
  return smoothStep(1.1, 0.9, Math.hypot(across, down));
}

/** The largest difference of a channel. */
function difference(a: Uint8Array, b: Uint8Array, pixel: number): number {
  let most = 0;
  for (let index = 3 * pixel; index < 3 * pixel + 3; index++)
    most = Math.max(most, Math.abs((a[index] ?? 0) - (b[index] ?? 0)));
  return most;
}
