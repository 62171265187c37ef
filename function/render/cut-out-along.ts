import { headCropSide } from './compose/head/head-crop.js';
import { sampleBilinear } from './picture/bilinear.js';
import { asBuffer } from './picture/as-buffer.js';
import { cutOutPerson } from './picture/cut-out/cut-out-person.js';
import type { Picture } from './picture/decode-picture.js';
import type { Rectangle } from './picture/geometry.js';

/** The share of a pixel beyond the network's crop: it may be either. */
const unseen = 0.5;

/** Around the middle of the forehead, in sizes of the face box: how far there may be hair that the network misses. */
const hairReach = { across: 1.3, down: 1.25 } as const;

/** Roughly where a person is in a picture. */
export interface PersonOutline {
  readonly picture: Picture;
  /** `[headCropSide, headCropSide]`, 0 background .. 1 person, of `crop` */
  readonly person: Float32Array;
  /** What the network saw of the picture. */
  readonly crop: Rectangle;
  /** The box of the face. */
  readonly box: Rectangle;
}

/**
 * Cuts a person out along what the head network estimates.
 * @returns `[height, width, 4]` RGBA, not multiplied with alpha
 */
export function cutOutAlong({ picture, person, crop, box }: PersonOutline): Buffer {
  const { width, height } = picture;
  const plane = { values: person, first: 0, width: headCropSide, height: headCropSide };
  const shares = new Float32Array(width * height).fill(unseen);
  for (let row = Math.max(0, crop.y); row < Math.min(height, crop.y + crop.height); row++) {
    const y = ((row + 0.5 - crop.y) / crop.height) * headCropSide;
    for (let column = Math.max(0, crop.x); column < Math.min(width, crop.x + crop.width); column++) {
      const x = ((column + 0.5 - crop.x) / crop.width) * headCropSide;
      shares[row * width + column] = sampleBilinear(plane, x, y);
    }
  }
  const isNearHead = (column: number, row: number) => {
    const across = (column - box.x - box.width / 2) / (hairReach.across * box.width);
    const down = (row - box.y - box.height / 4) / (hairReach.down * box.height);
    return across * across + down * down < 1;
  };
  return cutOutPerson({ ...picture, rgb: asBuffer(picture.rgb) }, { shares, isNearHead });
}
