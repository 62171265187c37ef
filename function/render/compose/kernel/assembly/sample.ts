import { columns, lumaSize, pairSize, rows, stride } from './scene';

/*
 * One sample of a source. A position is in 64ths of a pixel; the value is linear between half pixels. Both
 * forms compute the same bits: a single sample, and a row of eight.
 */

/** Positions are kept inside the margin of a source, in pixels beyond the region. */
const margin: i32 = 12;

export function clampX(x: i32): i32 {
  return min(max(x, -margin << 6), ((columns << 3) + margin - 1) << 6);
}

export function clampY(y: i32): i32 {
  return min(max(y, -margin << 6), ((rows << 3) + margin - 2) << 6);
}

export function clampPairX(x: i32): i32 {
  return min(max(x, -margin << 5), ((columns << 2) + (margin >> 1) - 1) << 6);
}

export function clampPairY(y: i32): i32 {
  return min(max(y, -margin << 5), ((rows << 2) + (margin >> 1) - 2) << 6);
}

/** Bytes from the first pixel to a row of half pixels. */
@inline
export function halfRow(row: i32, size: usize): isize {
  return <isize>((row & 1) << 1) * <isize>size + <isize>((row >> 1) * stride);
}

/** A sample of luma or of the person's share. */
export function sampleLuma(source: usize, x: i32, y: i32): i32 {
  return sampleAt(source, lumaSize, <usize>1, x, y);
}

/** A sample of Cb (`source`) or Cr (`source + 1`). */
export function samplePair(source: usize, x: i32, y: i32): i32 {
  return sampleAt(source, pairSize, <usize>2, x, y);
}

@inline
function sampleAt(source: usize, size: usize, step: usize, x: i32, y: i32): i32 {
  const row = y >> 5;
  const at = source + <usize>((x >> 6) * <i32>step);
  const u = x & 63;
  const upper = acrossAt(at + halfRow(row, size), size, step, u);
  const lower = acrossAt(at + halfRow(row + 1, size), size, step, u);
  const sum = upper + (((lower - upper) * ((y & 31) << 10) + 16384) >> 15);
  return (sum + 16) >> 5;
}

/** Between two half pixels of a row, in 32nds. */
@inline
function acrossAt(at: usize, size: usize, step: usize, u: i32): i32 {
  const whole: i32 = load<u8>(at);
  const between: i32 = load<u8>(at + size);
  const next: i32 = load<u8>(at + step);
  const from = u < 32 ? whole : between;
  const to = u < 32 ? between : next;
  return (from << 5) + (to - from) * (u & 31);
}

/** A row of half pixels, eight samples, in 32nds. `isLeft`: bytes of which the whole pixel comes first. */
@inline
function acrossRow(at: usize, size: usize, first: v128, next: v128, isLeft: v128, weight: v128): v128 {
  const whole = v128.load(at);
  const between = v128.load(at + size);
  const half = i8x16.swizzle(between, first);
  const from = v128.bitselect(i8x16.swizzle(whole, first), half, isLeft);
  const to = v128.bitselect(half, i8x16.swizzle(whole, next), isLeft);
  const low = i16x8.extend_low_i8x16_u(from);
  return i16x8.add(i16x8.shl(low, 5), i16x8.mul(i16x8.sub(i16x8.extend_low_i8x16_u(to), low), weight));
}

/**
 * Eight samples whose positions lie close together.
 * @param at address of the pixel at the first position's column
 * @param first,next bytes of the pixel before and after each position, in the low half
 * @param u,t 64ths of a pixel after the column, and after the row of half pixels `row`; i16
 * @param reach the largest of `t`, less than 96
 * @returns i16
 */
@inline
export function sampleRow(
  at: usize,
  size: usize,
  row: i32,
  first: v128,
  next: v128,
  u: v128,
  t: v128,
  reach: i32,
): v128 {
  const isLeft16 = i16x8.lt_s(u, i16x8.splat(32));
  const isLeft = i8x16.narrow_i16x8_s(isLeft16, isLeft16);
  const weight = v128.and(u, i16x8.splat(31));
  let upper = acrossRow(at + halfRow(row, size), size, first, next, isLeft, weight);
  let lower = acrossRow(at + halfRow(row + 1, size), size, first, next, isLeft, weight);
  if (reach >= 32) {
    const third = acrossRow(at + halfRow(row + 2, size), size, first, next, isLeft, weight);
    const isUpper = i16x8.lt_s(t, i16x8.splat(32));
    upper = v128.bitselect(upper, lower, isUpper);
    lower = v128.bitselect(lower, third, isUpper);
    if (reach >= 64) {
      const fourth = acrossRow(at + halfRow(row + 3, size), size, first, next, isLeft, weight);
      const isAbove = i16x8.lt_s(t, i16x8.splat(64));
      upper = v128.bitselect(upper, third, isAbove);
      lower = v128.bitselect(lower, fourth, isAbove);
    }
  }
  const down = i16x8.shl(v128.and(t, i16x8.splat(31)), 10);
  const sum = i16x8.add(upper, i16x8.q15mulr_sat_s(i16x8.sub(lower, upper), down));
  return i16x8.shr_s(i16x8.add(sum, i16x8.splat(16)), 5);
}

/** What of a background is seen behind a share of the person: `(255 - share) · background / 255`. */
@inline
export function behind(share: i32, background: i32): i32 {
  const product = (255 - share) * background;
  return (product + (product >> 8) + 128) >> 8;
}
