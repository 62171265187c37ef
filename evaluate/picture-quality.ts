import { networkBox, faceSize } from '../function/render/face/face-geometry.js';
import type { Portrait } from '../function/render/portrait/portrait.js';
import { rawPicture } from '../function/render/picture/raw-picture.js';
import { mean } from './statistics.js';

/** What the detail network does to a picture, over the frames in which the mouth moves. */
export interface PictureQuality {
  /** Variance of the Laplacian inside the mask, relative to the portrait's own; and without detail. */
  readonly sharpness: number;
  readonly drawnSharpness: number;
  /** PSNR of the frames at the network's 96×96 pixels, against what Wav2Lip drew; inside the mask. */
  readonly faithfulnessDb: number;
  /** Change from frame to frame at the network's pixels, relative to that of the drawn mouth. */
  readonly steadiness: number;
}

type Measured = Pick<Portrait, 'patch' | 'face' | 'mask'>;

/**
 * Compares the frames of a render with those of the same render without detail.
 * @param neutral the portrait's own patch, `[height, width, 3]` RGB
 * @param shown,drawn for each frame, the same
 * @returns undefined if the mouth never moves
 */
export async function measureQuality(
  portrait: Measured,
  neutral: Uint8Array,
  shown: readonly Uint8Array[],
  drawn: readonly Uint8Array[],
): Promise<PictureQuality | undefined> {
  const own = laplacianVariance(neutral, portrait);
  const sharpness: number[] = [];
  const drawnSharpness: number[] = [];
  const squares: number[] = [];
  const mask = await smallMask(portrait);
  let before: { shown: Uint8Array; drawn: Uint8Array } | undefined;
  let shownChange = 0;
  let drawnChange = 0;
  for (const [frame, patch] of shown.entries()) {
    const other = drawn[frame];
    if (!other || isEqual(other, neutral)) {
      before = undefined;
      continue;
    }
    sharpness.push(laplacianVariance(patch, portrait) / own);
    drawnSharpness.push(laplacianVariance(other, portrait) / own);
    const small = { shown: await reduce(patch, portrait), drawn: await reduce(other, portrait) };
    squares.push(meanSquare(small.shown, small.drawn, mask));
    if (before) {
      shownChange += Math.sqrt(meanSquare(small.shown, before.shown, mask));
      drawnChange += Math.sqrt(meanSquare(small.drawn, before.drawn, mask));
    }
    before = small;
  }
  if (sharpness.length === 0) return undefined;
  return {
    sharpness: mean(sharpness),
    drawnSharpness: mean(drawnSharpness),
    faithfulnessDb: 10 * Math.log10(255 ** 2 / Math.max(1e-9, mean(squares))),
    steadiness: drawnChange > 0 ? shownChange / drawnChange : 1,
  };
}

/** Variance of the Laplacian of the luma where the mask exceeds one half. */
function laplacianVariance(rgb: Uint8Array, { patch, mask }: Pick<Measured, 'patch' | 'mask'>): number {
  const { width, height } = patch;
  const luma = new Float32Array(width * height);
  const at = (pixel: number) => luma[pixel] ?? 0;
  for (let pixel = 0, byte = 0; pixel < luma.length; pixel++, byte += 3) {
    luma[pixel] = 0.299 * (rgb[byte] ?? 0) + 0.587 * (rgb[byte + 1] ?? 0) + 0.114 * (rgb[byte + 2] ?? 0);
  }
  let count = 0;
  let sum = 0;
  let squares = 0;
  for (let y = 1; y < height - 1; y++) {
    for (let x = 1; x < width - 1; x++) {
      const pixel = y * width + x;
      if ((mask[pixel] ?? 0) <= 0.5) continue;
      const beside = at(pixel - 1) + at(pixel + 1) + at(pixel - width) + at(pixel + width);
      const value = beside - 4 * at(pixel);
      count++;
      sum += value;
      squares += value * value;
    }
  }
  return count === 0 ? 0 : squares / count - (sum / count) ** 2;
}

/** A patch at the resolution that the network sees, `[rows, columns, 3]` RGB. */
function reduce(rgb: Uint8Array, portrait: Measured): Promise<Uint8Array> {
  const { width, height } = portrait.patch;
  return rawPicture({ rgb: Buffer.from(rgb.buffer, rgb.byteOffset, rgb.byteLength), width, height })
    .resize({ ...smallSize(portrait), fit: 'fill', kernel: 'linear' })
    .raw()
    .toBuffer();
}

function smallSize({ patch, face }: Measured) {
  return {
    width: Math.max(1, Math.round((patch.width * faceSize) / networkBox(face).width)),
    height: Math.max(1, Math.round((patch.height * faceSize) / networkBox(face).height)),
  };
}

/** The mask at the resolution that the network sees, 0..255, in three channels. */
async function smallMask(portrait: Measured): Promise<Uint8Array> {
  const gray = Uint8Array.from({ length: 3 * portrait.mask.length }, (_, at) =>
    Math.round(255 * (portrait.mask[Math.floor(at / 3)] ?? 0)),
  );
  return reduce(gray, portrait);
}

function meanSquare(a: Uint8Array, b: Uint8Array, mask: Uint8Array): number {
  let count = 0;
  let squares = 0;
  for (const [at, weight] of mask.entries()) {
    if (weight <= 127) continue;
    count++;
    squares += ((a[at] ?? 0) - (b[at] ?? 0)) ** 2;
  }
  return count === 0 ? 0 : squares / count;
}

function isEqual(a: Uint8Array, b: Uint8Array): boolean {
  return a === b || Buffer.compare(a, b) === 0;
}
