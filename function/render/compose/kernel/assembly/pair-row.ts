import { backPairs, canvas, columns, pairs, pairShare, pairSize, rows, stride } from './scene';
import { behind, clampPairX, clampPairY, samplePair, sampleRow } from './sample';

/** Sixteenths of a cell from its left to each pair, which lies on the left of two pixels. */
const pairSteps = i32x4(1, 5, 9, 13);
const columnsApart = i32x4(0, 64, 128, 192);
/** The byte of Cb and of Cr in each pair, and an order with all Cb first. */
const colors = i8x16(0, 1, 0, 1, 0, 1, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0);
const apart = i8x16(0, 2, 4, 6, 1, 3, 5, 7, 0, 0, 0, 0, 0, 0, 0, 0);

/**
 * Draws four pairs of Cb and Cr.
 * @param x0,x1,y0,y1 displacement on the left and on the right of the row, in 128ths of a pixel
 */
@inline
export function drawPairRow(column: i32, y: i32, x0: i32, x1: i32, y0: i32, y1: i32, isEdge: bool): void {
  const width = columns << 2;
  const x = clampPairXs(i32x4.add(i32x4.add(i32x4.splat(column << 8), columnsApart), alongPairs(x0, x1 - x0)));
  const yy = clampPairYs(i32x4.add(i32x4.splat(y << 6), alongPairs(y0, y1 - y0)));
  const first = i32x4.extract_lane(x, 0) >> 6;
  const span = (i32x4.extract_lane(x, 3) >> 6) - first;
  const yFirst = i32x4.extract_lane(yy, 0);
  const yLast = i32x4.extract_lane(yy, 3);
  const halfRow = min(yFirst, yLast) >> 5;
  const reach = max(yFirst, yLast) - (halfRow << 5);
  const area = (columns << 3) * (rows << 3);
  const blue = canvas + <usize>(area + y * width + (column << 2));
  const red = blue + <usize>(area >> 2);
  if (span < 0 || span > 6 || reach >= 96) {
    for (let lane = 0; lane < 4; lane++) {
      const step = 4 * lane + 1;
      const sx = clampPairX((((column << 2) + lane) << 6) + (((x0 << 4) + (x1 - x0) * step + 32) >> 6));
      const sy = clampPairY((y << 6) + (((y0 << 4) + (y1 - y0) * step + 32) >> 6));
      for (let color = 0; color < 2; color++) {
        let value = samplePair(pairs + color, sx, sy);
        if (isEdge) {
          const back: i32 = load<u8>(backPairs + <usize>(y * stride + (((column << 2) + lane) << 1) + color));
          value += behind(samplePair(pairShare + color, sx, sy), back - 128);
        }
        store<u8>((color == 0 ? blue : red) + lane, <u8>min(max(value, 0), 255));
      }
    }
    return;
  }
  const xBase = i32x4.sub(x, i32x4.splat(first << 6));
  const wide = i16x8.narrow_i32x4_s(xBase, i32x4.sub(yy, i32x4.splat(halfRow << 5)));
  const xs = i8x16.swizzle(wide, i8x16(0, 1, 0, 1, 2, 3, 2, 3, 4, 5, 4, 5, 6, 7, 6, 7));
  const t = i8x16.swizzle(wide, i8x16(8, 9, 8, 9, 10, 11, 10, 11, 12, 13, 12, 13, 14, 15, 14, 15));
  const whole = i16x8.shl(i16x8.shr_s(xs, 6), 1);
  const before = i8x16.add(i8x16.narrow_i16x8_s(whole, whole), colors);
  const after = i8x16.add(before, i8x16.splat(2));
  const u = v128.and(xs, i16x8.splat(63));
  let value = sampleRow(pairs + (first << 1), pairSize, halfRow, before, after, u, t, reach);
  if (isEdge) {
    const shares = sampleRow(pairShare + (first << 1), pairSize, halfRow, before, after, u, t, reach);
    const back = v128.load8x8_u(backPairs + <usize>(y * stride + (column << 3)));
    const seen = i16x8.sub(i16x8.splat(255), shares);
    const product = i16x8.mul(seen, i16x8.sub(back, i16x8.splat(128)));
    const sum = i16x8.add(i16x8.add(product, i16x8.shr_s(product, 8)), i16x8.splat(128));
    value = i16x8.add(value, i16x8.shr_s(sum, 8));
  }
  const drawn = i8x16.swizzle(i8x16.narrow_i16x8_u(value, value), apart);
  store<u32>(blue, i32x4.extract_lane(drawn, 0));
  store<u32>(red, i32x4.extract_lane(drawn, 1));
}

/** Displacement at four pairs, in 64ths of their own pixels. */
@inline
function alongPairs(from: i32, change: i32): v128 {
  const sum = i32x4.add(i32x4.splat((from << 4) + 32), i32x4.mul(i32x4.splat(change), pairSteps));
  return i32x4.shr_s(sum, 6);
}

@inline
function clampPairXs(x: v128): v128 {
  return i32x4.min_s(i32x4.max_s(x, i32x4.splat(-6 << 6)), i32x4.splat(((columns << 2) + 5) << 6));
}

@inline
function clampPairYs(y: v128): v128 {
  return i32x4.min_s(i32x4.max_s(y, i32x4.splat(-6 << 6)), i32x4.splat(((rows << 2) + 4) << 6));
}
