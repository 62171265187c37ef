import { backLuma, backPairs, canvas, columns, edge, kinds, luma, lumaSize, nodeX, nodeY } from './scene';
import { pairs, pairShare, pairSize, rows, share, stride } from './scene';
import { clampAll, headMotion, headMotionOfPairs, least, lookUp, most, motionX, motionY } from './mouth-motion';
import { behind, sampleLuma, samplePair, sampleRow } from './sample';

/*
 * Draws the pixels that the mouth moves. Its motion is added to the head's, so that each pixel is sampled
 * once. The motion itself is looked up where the head has brought the middle of eight pixels.
 */

const eight = i16x8(0, 64, 128, 192, 256, 320, 384, 448);
const four = i16x8(0, 0, 64, 64, 128, 128, 192, 192);
const evenLanes = i8x16(0, 1, 0, 1, 4, 5, 4, 5, 8, 9, 8, 9, 12, 13, 12, 13);
const colors = i8x16(0, 1, 0, 1, 0, 1, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0);
const apart = i8x16(0, 2, 4, 6, 1, 3, 5, 7, 0, 0, 0, 0, 0, 0, 0, 0);
/** Positions of eight samples that do not lie close together. */
const scratch = memory.data(32, 16);

/**
 * @param left,top place of the motion in the region
 * @param fromX,toX,fromY,toY the part of the region in which the moved mouth lies; even
 */
export function moveMouth(left: i32, top: i32, fromX: i32, toX: i32, fromY: i32, toY: i32): void {
  const last = min(columns, (toX + 7) >> 3);
  for (let y = fromY; y < toY; y++) {
    for (let column = fromX >> 3; column < last; column++) moveLuma(column, y, left, top);
  }
  for (let y = fromY >> 1; y < toY >> 1; y++) {
    for (let column = fromX >> 3; column < last; column++) movePairs(column, y, left, top);
  }
}

@inline
function moveLuma(column: i32, y: i32, left: i32, top: i32): void {
  const headX = headMotion(nodeX, column, y >> 3, 2 * (y & 7) + 1);
  const headY = headMotion(nodeY, column, y >> 3, 2 * (y & 7) + 1);
  const placeX = (((column << 3) - left) << 6) + i16x8.extract_lane_s(headX, 4);
  if (!lookUp(placeX, ((y - top) << 6) + i16x8.extract_lane_s(headY, 4))) return;
  const mouthX = motionX();
  const mouthY = motionY();
  const moved = i16x8.ne(v128.or(mouthX, mouthY), i16x8.splat(0));
  if (!v128.any_true(moved)) return;
  const x = clampAll(
    i16x8.add(i16x8.add(headX, mouthX), eight),
    -(((column << 3) + 12) << 6),
    ((columns - column) << 9) + (11 << 6),
  );
  const t = clampAll(i16x8.add(headY, mouthY), -((y + 12) << 6), ((rows << 3) - y + 10) << 6);
  const to = canvas + <usize>(y * (columns << 3) + (column << 3));
  const isEdge = load<u8>(kinds + <usize>((y >> 3) * columns + column)) == edge;
  const back = backLuma + <usize>(y * stride + (column << 3));
  const first = least(x) >> 6;
  const span = (most(x) >> 6) - first;
  const halfRow = least(t) >> 5;
  const reach = most(t) - (halfRow << 5);
  if (span > 14 || reach >= 96) {
    v128.store(scratch, x);
    v128.store(scratch, t, 16);
    for (let lane: usize = 0; lane < 8; lane++) {
      const sx = (column << 9) + <i32>load<i16>(scratch + 2 * lane);
      const sy = (y << 6) + <i32>load<i16>(scratch + 2 * lane, 16);
      let value = sampleLuma(luma, sx, sy);
      if (isEdge) value += behind(sampleLuma(share, sx, sy), load<u8>(back + lane));
      store<u8>(to + lane, <u8>min(value, 255));
    }
    return;
  }
  const whole = i16x8.sub(i16x8.shr_s(x, 6), i16x8.splat(<i16>first));
  const before = i8x16.narrow_i16x8_s(whole, whole);
  const after = i8x16.add(before, i8x16.splat(1));
  const u = v128.and(x, i16x8.splat(63));
  const down = i16x8.sub(t, i16x8.splat(<i16>(halfRow << 5)));
  const row = (y << 1) + halfRow;
  const start = <usize>((column << 3) + first);
  let value = sampleRow(luma + start, lumaSize, row, before, after, u, down, reach);
  if (isEdge) {
    const shares = sampleRow(share + start, lumaSize, row, before, after, u, down, reach);
    const product = i16x8.mul(i16x8.sub(i16x8.splat(255), shares), v128.load8x8_u(back));
    const sum = i16x8.add(i16x8.add(product, i16x8.shr_u(product, 8)), i16x8.splat(128));
    value = i16x8.add(value, i16x8.shr_u(sum, 8));
  }
  store<u64>(to, i64x2.extract_lane(i8x16.narrow_i16x8_u(value, value), 0));
}

@inline
function movePairs(column: i32, y: i32, left: i32, top: i32): void {
  const headX = headMotionOfPairs(nodeX, column, y >> 2, 4 * (y & 3) + 2);
  const headY = headMotionOfPairs(nodeY, column, y >> 2, 4 * (y & 3) + 2);
  // Cb and Cr lie on the left of their four pixels, and between the rows.
  const placeX = (((column << 3) - left) << 6) + (i16x8.extract_lane_s(headX, 4) << 1);
  const placeY = (((y << 1) - top) << 6) + (i16x8.extract_lane_s(headY, 4) << 1) + 32;
  if (!lookUp(placeX, placeY)) return;
  const mouthX = i8x16.swizzle(motionX(), evenLanes);
  const mouthY = i8x16.swizzle(motionY(), evenLanes);
  if (!v128.any_true(v128.or(mouthX, mouthY))) return;
  const one = i16x8.splat(1);
  const x = clampAll(
    i16x8.add(i16x8.add(headX, i16x8.shr_s(i16x8.add(mouthX, one), 1)), four),
    -(((column << 2) + 6) << 6),
    ((columns - column) << 8) + (5 << 6),
  );
  const t = clampAll(
    i16x8.add(headY, i16x8.shr_s(i16x8.add(mouthY, one), 1)),
    -((y + 6) << 6),
    ((rows << 2) - y + 4) << 6,
  );
  const area = (columns << 3) * (rows << 3);
  const blue = canvas + <usize>(area + y * (columns << 2) + (column << 2));
  const red = blue + <usize>(area >> 2);
  const isEdge = load<u8>(kinds + <usize>((y >> 2) * columns + column)) == edge;
  const back = backPairs + <usize>(y * stride + (column << 3));
  const first = least(x) >> 6;
  const span = (most(x) >> 6) - first;
  const halfRow = least(t) >> 5;
  const reach = most(t) - (halfRow << 5);
  if (span > 6 || reach >= 96) {
    v128.store(scratch, x);
    v128.store(scratch, t, 16);
    for (let lane: usize = 0; lane < 8; lane++) {
      const sx = (column << 8) + <i32>load<i16>(scratch + 2 * lane);
      const sy = (y << 6) + <i32>load<i16>(scratch + 2 * lane, 16);
      const color = lane & 1;
      let value = samplePair(pairs + color, sx, sy);
      if (isEdge) value += behind(samplePair(pairShare + color, sx, sy), <i32>load<u8>(back + lane) - 128);
      store<u8>((color == 0 ? blue : red) + (lane >> 1), <u8>min(max(value, 0), 255));
    }
    return;
  }
  const whole = i16x8.shl(i16x8.sub(i16x8.shr_s(x, 6), i16x8.splat(<i16>first)), 1);
  const before = i8x16.add(i8x16.narrow_i16x8_s(whole, whole), colors);
  const after = i8x16.add(before, i8x16.splat(2));
  const u = v128.and(x, i16x8.splat(63));
  const down = i16x8.sub(t, i16x8.splat(<i16>(halfRow << 5)));
  const row = (y << 1) + halfRow;
  const start = <usize>(((column << 2) + first) << 1);
  let value = sampleRow(pairs + start, pairSize, row, before, after, u, down, reach);
  if (isEdge) {
    const shares = sampleRow(pairShare + start, pairSize, row, before, after, u, down, reach);
    const seen = i16x8.sub(i16x8.splat(255), shares);
    const product = i16x8.mul(seen, i16x8.sub(v128.load8x8_u(back), i16x8.splat(128)));
    const sum = i16x8.add(i16x8.add(product, i16x8.shr_s(product, 8)), i16x8.splat(128));
    value = i16x8.add(value, i16x8.shr_s(sum, 8));
  }
  const drawn = i8x16.swizzle(i8x16.narrow_i16x8_u(value, value), apart);
  store<u32>(blue, i32x4.extract_lane(drawn, 0));
  store<u32>(red, i32x4.extract_lane(drawn, 1));
}
