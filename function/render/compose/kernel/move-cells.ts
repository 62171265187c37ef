import {
  backLuma,
  backPairs,
  canvas,
  columns,
  edge,
  kinds,
  luma,
  lumaSize,
  marks,
  nodeX,
  nodeY,
  pairs,
  pairShare,
  pairSize,
  rest,
  rows,
  share,
  still,
  stride,
} from './scene';
import { behind, clampPairX, clampPairY, clampX, clampY, sampleLuma, samplePair, sampleRow } from './sample';

/*
 * Draws cells of 8 × 8 pixels of the region where the head is. Displacement is linear between the four
 * nodes of a cell, in eighths of a pixel; positions are exact to a 64th for every pixel.
 */

/** A quarter of the displacement between two nodes for each step of luma, and for pairs. */
const lumaLow = i32x4(1, 3, 5, 7);
const lumaHigh = i32x4(9, 11, 13, 15);
const pairSteps = i32x4(1, 5, 9, 13);
const lumaColumns = i32x4(0, 64, 128, 192);
const two = i8x16(0, 1, 0, 1, 0, 1, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0);
const apart = i8x16(0, 2, 4, 6, 1, 3, 5, 7, 0, 0, 0, 0, 0, 0, 0, 0);

/** Draws all marked cells, and removes the marks. */
export function moveCells(): void {
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const mark = marks + <usize>(row * columns + column);
      if (load<u8>(mark) == 0) continue;
      store<u8>(mark, 0);
      moveCell(column, row);
    }
  }
}

function moveCell(column: i32, row: i32): void {
  const node = <usize>((row * (columns + 1) + column) << 2);
  const below = node + <usize>((columns + 1) << 2);
  const x0: i32 = load<i32>(nodeX + node), x1: i32 = load<i32>(nodeX + node + 4);
  const x2: i32 = load<i32>(nodeX + below), x3: i32 = load<i32>(nodeX + below + 4);
  const y0: i32 = load<i32>(nodeY + node), y1: i32 = load<i32>(nodeY + node + 4);
  const y2: i32 = load<i32>(nodeY + below), y3: i32 = load<i32>(nodeY + below + 4);
  const kind = load<u8>(kinds + <usize>(row * columns + column));
  if (kind == still || (x0 | x1 | x2 | x3 | y0 | y1 | y2 | y3) == 0) return copyCell(column, row);
  const isEdge = kind == edge;
  for (let line = 0; line < 8; line++) {
    const down = 2 * line + 1;
    lumaRow(
      column,
      (row << 3) + line,
      x0 * (16 - down) + x2 * down,
      x1 * (16 - down) + x3 * down,
      y0 * (16 - down) + y2 * down,
      y1 * (16 - down) + y3 * down,
      isEdge,
    );
  }
  for (let line = 0; line < 4; line++) {
    const down = 4 * line + 2;
    pairRow(
      column,
      (row << 2) + line,
      x0 * (16 - down) + x2 * down,
      x1 * (16 - down) + x3 * down,
      y0 * (16 - down) + y2 * down,
      y1 * (16 - down) + y3 * down,
      isEdge,
    );
  }
}

/** A cell that stays where it is. */
export function copyCell(column: i32, row: i32): void {
  const width = columns << 3;
  for (let line = 0; line < 8; line++) {
    const at = <usize>(((row << 3) + line) * width + (column << 3));
    store<u64>(canvas + at, load<u64>(rest + at));
  }
  const area = width * (rows << 3);
  for (let line = 0; line < 8; line++) {
    const plane = area + (line & 1) * (area >> 2);
    const at = <usize>(plane + ((row << 2) + (line >> 1)) * (width >> 1) + (column << 2));
    store<u32>(canvas + at, load<u32>(rest + at));
  }
}

@inline
function along(from: i32, change: i32, steps: v128): v128 {
  const sum = i32x4.add(i32x4.splat((from << 4) + 16), i32x4.mul(i32x4.splat(change), steps));
  return i32x4.shr_s(sum, 5);
}

@inline
function lumaRow(column: i32, y: i32, x0: i32, x1: i32, y0: i32, y1: i32, isEdge: bool): void {
  const width = columns << 3;
  const left = i32x4.add(i32x4.splat(column << 9), lumaColumns);
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

/** Four pairs: each Cb and Cr. */
@inline
function pairRow(column: i32, y: i32, x0: i32, x1: i32, y0: i32, y1: i32, isEdge: bool): void {
  const width = columns << 2;
  const x = clampPairXs(i32x4.add(i32x4.add(i32x4.splat(column << 8), lumaColumns), alongPairs(x0, x1 - x0)));
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
  const before = i8x16.add(i8x16.narrow_i16x8_s(whole, whole), two);
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
function clampXs(x: v128): v128 {
  return i32x4.min_s(i32x4.max_s(x, i32x4.splat(-12 << 6)), i32x4.splat(((columns << 3) + 11) << 6));
}

@inline
function clampYs(y: v128): v128 {
  return i32x4.min_s(i32x4.max_s(y, i32x4.splat(-12 << 6)), i32x4.splat(((rows << 3) + 10) << 6));
}

@inline
function clampPairXs(x: v128): v128 {
  return i32x4.min_s(i32x4.max_s(x, i32x4.splat(-6 << 6)), i32x4.splat(((columns << 2) + 5) << 6));
}

@inline
function clampPairYs(y: v128): v128 {
  return i32x4.min_s(i32x4.max_s(y, i32x4.splat(-6 << 6)), i32x4.splat(((rows << 2) + 4) << 6));
}
