import { canvas, columns, edge, kinds, luma, nodeX, nodeY, pairs, pairShare, rows, share } from './scene';
import { backLuma, backPairs, stride } from './scene';
import { displacementAt, pairDisplacementAt } from './displace';
import { behind, clampPairX, clampPairY, clampX, clampY, sampleLuma, samplePair } from './sample';

/*
 * Draws the pixels that the mouth moves, one by one: between the lips, neighbors go different ways. The
 * mouth's motion is added to the head's, so that each pixel is sampled once.
 */

/** The motion at a place, 64ths of a pixel; both numbers of one pixel. */
let foundX: i32 = 0;
let foundY: i32 = 0;

/** The grid of the motion: address, columns and rows, and how often a pixel is halved to its spacing. */
let grid: usize = 0;
let gridColumns: i32 = 0;
let gridRows: i32 = 0;
let spacing: i32 = 0;

/**
 * @param motion `[gridHeight, gridWidth, 2]` i16, 64ths of a pixel: the pixel at the portrait's own place
 *   comes from so much further right and down; 0 at the border
 * @param step the spacing of the grid is 2 to this power, in pixels
 */
export function setMotion(motion: usize, width: i32, height: i32, step: i32): void {
  grid = motion;
  gridColumns = width;
  gridRows = height;
  spacing = step;
}

/**
 * @param left,top place of the motion in the region; even
 * @param fromX,toX,fromY,toY the part of the region in which the moved mouth lies; even
 * @param isStill whether the head has its own pose
 */
export function moveMouth(
  left: i32,
  top: i32,
  fromX: i32,
  toX: i32,
  fromY: i32,
  toY: i32,
  isStill: bool,
): void {
  const line = columns << 3;
  for (let y = fromY; y < toY; y++) {
    for (let x = fromX; x < toX; x++) {
      const dx = isStill ? 0 : displacementAt(nodeX, x, y);
      const dy = isStill ? 0 : displacementAt(nodeY, x, y);
      if (!findMotion(((x - left) << 6) + dx, ((y - top) << 6) + dy)) continue;
      const sx = clampX((x << 6) + dx + foundX);
      const sy = clampY((y << 6) + dy + foundY);
      let value = sampleLuma(luma, sx, sy);
      if (isEdge(x >> 3, y >> 3)) {
        value += behind(sampleLuma(share, sx, sy), load<u8>(backLuma + <usize>(y * stride + x)));
      }
      store<u8>(canvas + <usize>(y * line + x), <u8>min(value, 255));
    }
  }
  const area = line * (rows << 3);
  for (let y = fromY >> 1; y < toY >> 1; y++) {
    for (let x = fromX >> 1; x < toX >> 1; x++) {
      const dx = isStill ? 0 : pairDisplacementAt(nodeX, x, y);
      const dy = isStill ? 0 : pairDisplacementAt(nodeY, x, y);
      // Cb and Cr lie on the left of their four pixels, and between the rows.
      const qx = (((x << 1) - left) << 6) + (dx << 1);
      const qy = (((y << 1) - top) << 6) + (dy << 1) + 32;
      if (!findMotion(qx, qy)) continue;
      const sx = clampPairX((x << 6) + dx + ((foundX + 1) >> 1));
      const sy = clampPairY((y << 6) + dy + ((foundY + 1) >> 1));
      const to = canvas + <usize>(area + y * (line >> 1) + x);
      for (let color: usize = 0; color < 2; color++) {
        let value = samplePair(pairs + color, sx, sy);
        if (isEdge(x >> 2, y >> 2)) {
          const back: i32 = load<u8>(backPairs + <usize>(y * stride + (x << 1)) + color);
          value += behind(samplePair(pairShare + color, sx, sy), back - 128);
        }
        store<u8>(to + color * <usize>(area >> 2), <u8>min(max(value, 0), 255));
      }
    }
  }
}

@inline
function isEdge(column: i32, row: i32): bool {
  return load<u8>(kinds + <usize>(row * columns + column)) == edge;
}

/** @returns whether the mouth moves what is at a place of the patch, 64ths of a pixel */
@inline
function findMotion(x: i32, y: i32): bool {
  const column = x >> (6 + spacing);
  const row = y >> (6 + spacing);
  if (column < 0 || row < 0 || column >= gridColumns - 1 || row >= gridRows - 1) return false;
  const at = grid + <usize>((row * gridColumns + column) << 2);
  const below = at + <usize>(gridColumns << 2);
  if ((load<i32>(at) | load<i32>(at, 4) | load<i32>(below) | load<i32>(below, 4)) == 0) return false;
  const u = (x >> spacing) & 63;
  const v = (y >> spacing) & 63;
  foundX = between(load<i16>(at), load<i16>(at, 4), load<i16>(below), load<i16>(below, 4), u, v);
  foundY = between(load<i16>(at, 2), load<i16>(at, 6), load<i16>(below, 2), load<i16>(below, 6), u, v);
  return (foundX | foundY) != 0;
}

/** Linear interpolation of four numbers; `u` and `v` in 64ths. */
@inline
export function between(a: i32, b: i32, c: i32, d: i32, u: i32, v: i32): i32 {
  const upper = (a << 6) + (b - a) * u;
  const lower = (c << 6) + (d - c) * u;
  return ((upper << 6) + (lower - upper) * v + 2048) >> 12;
}
