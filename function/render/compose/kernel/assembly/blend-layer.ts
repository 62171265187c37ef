import { canvas, columns, nodeX, nodeY, rows } from './scene';
import { displacementAt, pairDisplacementAt } from './displace';

/**
 * Draws a layer over the canvas; it moves with the head.
 * @param luma,alpha `[height, width]` at the portrait's own place; alpha is 0 at the border
 * @param pairs `[height / 2, width]` Cb and Cr, and `pairAlpha` `[height / 2, width / 2]`
 * @param left,top place of the layer in the region; even, as its width and height
 * @param fromX,toX,fromY,toY the part of the region in which the moved layer lies; even
 */
export function blendLayer(
  luma: usize,
  alpha: usize,
  pairs: usize,
  pairAlpha: usize,
  left: i32,
  top: i32,
  width: i32,
  height: i32,
  fromX: i32,
  toX: i32,
  fromY: i32,
  toY: i32,
): void {
  const line = columns << 3;
  for (let y = fromY; y < toY; y++) {
    for (let x = fromX; x < toX; x++) {
      const qx = ((x - left) << 6) + displacementAt(nodeX, x, y);
      const qy = ((y - top) << 6) + displacementAt(nodeY, x, y);
      const opacity = byteAt(alpha, width, height, width, 1, qx, qy);
      if (opacity == 0) continue;
      blend(canvas + <usize>(y * line + x), byteAt(luma, width, height, width, 1, qx, qy), opacity);
    }
  }
  const area = line * (rows << 3);
  const half = width >> 1;
  const low = height >> 1;
  for (let y = fromY >> 1; y < toY >> 1; y++) {
    for (let x = fromX >> 1; x < toX >> 1; x++) {
      const qx = ((x - (left >> 1)) << 6) + pairDisplacementAt(nodeX, x, y);
      const qy = ((y - (top >> 1)) << 6) + pairDisplacementAt(nodeY, x, y);
      const opacity = byteAt(pairAlpha, half, low, half, 1, qx, qy);
      if (opacity == 0) continue;
      const to = canvas + <usize>(area + y * (line >> 1) + x);
      blend(to, byteAt(pairs, half, low, width, 2, qx, qy), opacity);
      blend(to + <usize>(area >> 2), byteAt(pairs + 1, half, low, width, 2, qx, qy), opacity);
    }
  }
}

@inline
function blend(at: usize, color: i32, opacity: i32): void {
  const under: i32 = load<u8>(at);
  const product = (color - under) * opacity;
  store<u8>(at, <u8>(under + ((product + (product >> 8) + 128) >> 8)));
}

/** Linear interpolation at a place in 64ths of a pixel; 0 beyond the plane. */
@inline
function byteAt(plane: usize, width: i32, height: i32, stride: i32, step: i32, x: i32, y: i32): i32 {
  const column = x >> 6;
  const row = y >> 6;
  if (column < 0 || row < 0 || column >= width - 1 || row >= height - 1) return 0;
  const at = plane + <usize>(row * stride + column * step);
  const u = x & 63;
  const v = y & 63;
  if ((u | v) == 0) return load<u8>(at);
  const below = at + <usize>stride;
  const next = <usize>step;
  return between(load<u8>(at), load<u8>(at + next), load<u8>(below), load<u8>(below + next), u, v);
}

/** Linear interpolation of four numbers; `u` and `v` in 64ths. */
@inline
function between(a: i32, b: i32, c: i32, d: i32, u: i32, v: i32): i32 {
  const upper = (a << 6) + (b - a) * u;
  const lower = (c << 6) + (d - c) * u;
  return ((upper << 6) + (lower - upper) * v + 2048) >> 12;
}
