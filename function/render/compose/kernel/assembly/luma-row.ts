import { backLuma, canvas, columns, luma, lumaSize, rows, share, stride } from './scene';
import { behind, clampX, clampY, sampleLuma, sampleRow } from './sample';

/** A quarter of the way from one node to the next, for each pixel of a row. */
const lumaLow = i32x4(1, 3, 5, 7);
const lumaHigh = i32x4(9, 11, 13, 15);
const columnsApart = i32x4(0, 64, 128, 192);

/**
 * Draws eight pixels of luma.
 * @param x0,x1,y0,y1 displacement on the left and on the right of the row, in 128ths of a pixel
 */
@inline
export function drawLumaRow(column: i32, y: i32, x0: i32, x1: i32, y0: i32, y1: i32, isEdge: bool): void {
  const width = columns << 3;
  const left = i32x4.add(i32x4.splat(column << 9), columnsApart);
  const right = i32x4.add(left, i32x4.splat(256));
  const xLow = clampXs(i32x4.add(left, along(x0, x1 - x0, lumaLow)));
  const xHigh = clampXs(i32x4.add(right, along(x0, x1 - x0, lumaHigh)));
  const yLow = clampYs(i32x4.add(i32x4.splat(y << 6), along(y0, y1 - y0, lumaLow)));
  const yHigh = clampYs(i32x4.add(i32x4.splat(y << 6), along(y0, y1 - y0, lumaHigh)));
  const first = i32x4.extract_lane(xLow, 0) >> 6;
  const span = (i32x4.extract_lane(xHigh, 3) >> 6) - first;
  const yFirst = i32x4.extract_lane(yLow, 0);
  const yLast = i32x4.extract_lane(yHigh, 3);
  const halfRow = min(yFirst, yLast) >> 5;
  const reach = max(yFirst, yLast) - (halfRow << 5);
  const at = <usize>(y * width + (column << 3));
  if (span < 0 || span > 14 || reach >= 96) {
    for (let lane = 0; lane < 8; lane++) {
      const step = 2 * lane + 1;
      const sx = clampX((((column << 3) + lane) << 6) + (((x0 << 4) + (x1 - x0) * step + 16) >> 5));
      const sy = clampY((y << 6) + (((y0 << 4) + (y1 - y0) * step + 16) >> 5));
      let value = sampleLuma(luma, sx, sy);
      if (isEdge) {
        const back: i32 = load<u8>(backLuma + <usize>(y * stride + (column << 3) + lane));
        value += behind(sampleLuma(share, sx, sy), back);
      }
      store<u8>(canvas + at + lane, <u8>min(value, 255));
    }
    return;
  }
  const base = i32x4.splat(first << 6);
  const x = i16x8.narrow_i32x4_s(i32x4.sub(xLow, base), i32x4.sub(xHigh, base));
  const top = i32x4.splat(halfRow << 5);
  const t = i16x8.narrow_i32x4_s(i32x4.sub(yLow, top), i32x4.sub(yHigh, top));
  const whole = i16x8.shr_s(x, 6);
  const before = i8x16.narrow_i16x8_s(whole, whole);
  const after = i8x16.add(before, i8x16.splat(1));
  const u = v128.and(x, i16x8.splat(63));
  let value = sampleRow(luma + first, lumaSize, halfRow, before, after, u, t, reach);
  if (isEdge) {
    const shares = sampleRow(share + first, lumaSize, halfRow, before, after, u, t, reach);
    const back = v128.load8x8_u(backLuma + <usize>(y * stride + (column << 3)));
    const product = i16x8.mul(i16x8.sub(i16x8.splat(255), shares), back);
    const sum = i16x8.add(i16x8.add(product, i16x8.shr_u(product, 8)), i16x8.splat(128));
    value = i16x8.add(value, i16x8.shr_u(sum, 8));
  }
  store<u64>(canvas + at, i64x2.extract_lane(i8x16.narrow_i16x8_u(value, value), 0));
}

/** Displacement at four pixels, in 64ths. */
@inline
function along(from: i32, change: i32, steps: v128): v128 {
  const sum = i32x4.add(i32x4.splat((from << 4) + 16), i32x4.mul(i32x4.splat(change), steps));
  return i32x4.shr_s(sum, 5);
}

@inline
function clampXs(x: v128): v128 {
  return i32x4.min_s(i32x4.max_s(x, i32x4.splat(-12 << 6)), i32x4.splat(((columns << 3) + 11) << 6));
}

@inline
function clampYs(y: v128): v128 {
  return i32x4.min_s(i32x4.max_s(y, i32x4.splat(-12 << 6)), i32x4.splat(((rows << 3) + 10) << 6));
}
