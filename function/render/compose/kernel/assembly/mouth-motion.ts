import { columns } from './scene';

/*
 * The motion of the mouth where a moved head shows it. Its planes have a margin of zeros, so that rows of
 * eight can be read at their border.
 */

/** Pixels of the margin, on each side. */
export const margin: i32 = 16;

/** Planes: the first pixel of x and of y, i16, in 64ths of a pixel; rows of `stride` bytes. */
let planeX: usize = 0;
let planeY: usize = 0;
let width: i32 = 0;
let height: i32 = 0;
let stride: i32 = 0;

export function setMotion(x: usize, y: usize, planeWidth: i32, planeHeight: i32, bytesPerRow: i32): void {
  planeX = x;
  planeY = y;
  width = planeWidth;
  height = planeHeight;
  stride = bytesPerRow;
}

/** Whether the mouth moves what lies around a place, and where it lies in the planes. */
let at: isize = 0;
let u: i32 = 0;
let v: i32 = 0;

/** Looks up a place in 64ths of a pixel of the planes. @returns false if eight pixels from there are outside */
@inline
export function lookUp(x: i32, y: i32): bool {
  const column = x >> 6;
  const row = y >> 6;
  if (column < -8 || row < -1 || column >= width || row >= height) return false;
  at = <isize>(row * stride + (column << 1));
  u = x & 63;
  v = y & 63;
  return true;
}

/** Motion of eight pixels from the place that was looked up: x, i16. */
@inline
export function motionX(): v128 {
  return eightAt(planeX);
}

@inline
export function motionY(): v128 {
  return eightAt(planeY);
}

@inline
function eightAt(plane: usize): v128 {
  const from = plane + at;
  const first = v128.load(from);
  if ((u | v) == 0) return first;
  const upper = between(first, v128.load(from, 2), u);
  if (v == 0) return upper;
  const below = from + stride;
  return between(upper, between(v128.load(below), v128.load(below, 2), u), v);
}

/** Linear interpolation of eight numbers; `share` in 64ths. */
@inline
function between(a: v128, b: v128, share: i32): v128 {
  return i16x8.add(a, i16x8.q15mulr_sat_s(i16x8.sub(b, a), i16x8.splat(<i16>(share << 9))));
}

/** Displacement of a row of eight pixels by the head, in 64ths. @param down sixteenths of a cell, odd */
@inline
export function headMotion(nodes: usize, column: i32, row: i32, down: i32): v128 {
  const node = nodes + <usize>((row * (columns + 1) + column) << 2);
  const below = node + <usize>((columns + 1) << 2);
  const from = load<i32>(node) * (16 - down) + load<i32>(below) * down;
  const to = load<i32>(node, 4) * (16 - down) + load<i32>(below, 4) * down;
  const start = i32x4.splat((from << 4) + 16);
  const change = i32x4.splat(to - from);
  return i16x8.narrow_i32x4_s(
    i32x4.shr_s(i32x4.add(start, i32x4.mul(change, i32x4(1, 3, 5, 7))), 5),
    i32x4.shr_s(i32x4.add(start, i32x4.mul(change, i32x4(9, 11, 13, 15))), 5),
  );
}

/** Displacement of four pairs, each twice, in 64ths of their pixels. @param down sixteenths of a cell */
@inline
export function headMotionOfPairs(nodes: usize, column: i32, row: i32, down: i32): v128 {
  const node = nodes + <usize>((row * (columns + 1) + column) << 2);
  const below = node + <usize>((columns + 1) << 2);
  const from = load<i32>(node) * (16 - down) + load<i32>(below) * down;
  const to = load<i32>(node, 4) * (16 - down) + load<i32>(below, 4) * down;
  const sum = i32x4.add(i32x4.splat((from << 4) + 32), i32x4.mul(i32x4.splat(to - from), i32x4(1, 5, 9, 13)));
  const four = i32x4.shr_s(sum, 6);
  return i16x8.shuffle(i16x8.narrow_i32x4_s(four, four), four, 0, 0, 1, 1, 2, 2, 3, 3);
}

/** The least of eight numbers. */
@inline
export function least(numbers: v128): i32 {
  let low = i16x8.min_s(numbers, i16x8.shuffle(numbers, numbers, 4, 5, 6, 7, 0, 1, 2, 3));
  low = i16x8.min_s(low, i16x8.shuffle(low, low, 2, 3, 0, 1, 6, 7, 4, 5));
  low = i16x8.min_s(low, i16x8.shuffle(low, low, 1, 0, 3, 2, 5, 4, 7, 6));
  return i16x8.extract_lane_s(low, 0);
}

@inline
export function most(numbers: v128): i32 {
  let high = i16x8.max_s(numbers, i16x8.shuffle(numbers, numbers, 4, 5, 6, 7, 0, 1, 2, 3));
  high = i16x8.max_s(high, i16x8.shuffle(high, high, 2, 3, 0, 1, 6, 7, 4, 5));
  high = i16x8.max_s(high, i16x8.shuffle(high, high, 1, 0, 3, 2, 5, 4, 7, 6));
  return i16x8.extract_lane_s(high, 0);
}

/** Keeps eight positions within bounds. */
@inline
export function clampAll(positions: v128, from: i32, to: i32): v128 {
  const low = i16x8.splat(<i16>min(32767, max(-32768, from)));
  return i16x8.min_s(i16x8.max_s(positions, low), i16x8.splat(<i16>min(32767, max(-32768, to))));
}
