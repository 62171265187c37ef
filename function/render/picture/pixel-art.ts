import type { Picture } from './decode-picture.js';
import type { Rectangle } from './geometry.js';

/** Enlarged pixels are at least this wide, and at most a twelfth of the part. */
const minBlock = 4;
const maxBlockShare = 1 / 12;
/** Levels of a channel by which neighbors differ, beyond the noise of JPEG. */
const minStep = 24;
/** In pixel art, nearly all steps are at the edges of blocks; in other pictures, as many as elsewhere. */
const minEdgeShare = 0.9;

/**
 * Whether a part of a picture is drawn in enlarged pixels, as pixel art and pictures of very low resolution are: colors change only
 * at columns and rows of one grid.
 */
export function isPixelArt({ width, height, rgb }: Picture, bounds: Rectangle): boolean {
  const [left, top] = [Math.max(0, Math.floor(bounds.x)), Math.max(0, Math.floor(bounds.y))];
  const right = Math.min(width - 1, Math.ceil(bounds.x + bounds.width));
  const bottom = Math.min(height - 1, Math.ceil(bounds.y + bounds.height));
  if (right - left < 12 * minBlock || bottom - top < 12 * minBlock) return false;
  const columns = new Uint32Array(right - left);
  const rows = new Uint32Array(bottom - top);
  for (let y = top; y < bottom; y++) {
    for (let x = left; x < right; x++) {
      const at = 3 * (y * width + x);
      if (isStep(rgb, at, at + 3)) columns[x - left] = (columns[x - left] ?? 0) + 1;
      if (isStep(rgb, at, at + 3 * width)) rows[y - top] = (rows[y - top] ?? 0) + 1;
    }
  }
  return isGrid(columns) && isGrid(rows);
}

function isStep(rgb: Uint8Array, at: number, next: number): boolean {
  for (let channel = 0; channel < 3; channel++)
    if (Math.abs((rgb[at + channel] ?? 0) - (rgb[next + channel] ?? 0)) >= minStep) return true;
  return false;
}

/** Whether the steps are at every n-th place, for an n of at least `minBlock`. */
function isGrid(steps: Uint32Array): boolean {
  const all = steps.reduce((sum, count) => sum + count, 0);
  if (all < steps.length) return false;
  for (let block = minBlock; block <= steps.length * maxBlockShare; block++) {
    const sums = new Uint32Array(block);
    steps.forEach((count, place) => (sums[place % block] = (sums[place % block] ?? 0) + count));
    if (Math.max(...sums) >= minEdgeShare * all) return true;
  }
  return false;
}
