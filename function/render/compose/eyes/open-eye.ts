import { eyeCrop } from './eye-crop.js';

/** Pixels of the crop between which an open eye lies: smaller ones are closed already, or no eyes. */
const openArea = { from: 45, to: 1100 } as const;

/** What remains open when the lids are closed, at most. */
const maxLeftOpen = 0.15;

/** Where the middle of an open eye lies, at most this far from the middle of the crop, in its pixels. */
const maxOffset = { x: 12, y: 9 } as const;

/**
 * Whether the network found an eye that it can close.
 * @param atRest `[2, 64, 80]`, 0..1: how much the upper lid covers, and both, at rest
 * @param closed the same with closed lids
 */
export function isOpenEye(atRest: Float32Array, closed: Float32Array): boolean {
  const open = opening(atRest);
  const offset = { x: open.x - eyeCrop.width / 2, y: open.y - eyeCrop.height / 2 };
  return (
    open.area >= openArea.from &&
    open.area <= openArea.to &&
    Math.abs(offset.x) <= maxOffset.x &&
    Math.abs(offset.y) <= maxOffset.y &&
    opening(closed).area <= maxLeftOpen * open.area
  );
}

/** Area and middle of what no lid covers. */
function opening(covers: Float32Array): { area: number; x: number; y: number } {
  const { width, height } = eyeCrop;
  let [area, x, y] = [0, 0, 0];
  for (let pixel = 0; pixel < width * height; pixel++) {
    const open = (1 - (covers[pixel] ?? 0)) * (1 - (covers[width * height + pixel] ?? 0));
    area += open;
    x += open * ((pixel % width) + 0.5);
    y += open * (Math.floor(pixel / width) + 0.5);
  }
  return { area, x: x / Math.max(area, 1), y: y / Math.max(area, 1) };
}
