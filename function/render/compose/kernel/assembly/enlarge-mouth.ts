import { placeX, placeY, toByte } from './grid-map';
import { linearAt } from './linear';

/*
 * Brings what the networks say about a mouth, on their own grid, to the pixels of the portrait.
 */

/**
 * Motion at each pixel of the patch: computed on a coarser grid, and linear in between.
 * @param sheet `[sheetRows, sheetColumns, 4]` f32: motion x and y in 64ths of a pixel, opacity 0..255, 0
 * @param mask `[gridHeight, gridWidth]` f32, 0..1
 * @param step the spacing of the grid is 2 to this power, in pixels
 * @param grid memory: `[gridHeight, gridWidth]` pairs of i32
 * @param x,y first pixel of `[height, width]` i16 planes, whose rows are `stride` bytes
 */
export function enlargeMotion(
  sheet: usize,
  sheetRows: i32,
  sheetColumns: i32,
  mask: usize,
  gridWidth: i32,
  gridHeight: i32,
  step: i32,
  grid: usize,
  width: i32,
  height: i32,
  x: usize,
  y: usize,
  stride: i32,
): void {
  for (let row = 0; row < gridHeight; row++) {
    for (let column = 0; column < gridWidth; column++) {
      const place = row * gridWidth + column;
      const visible = load<f32>(mask + <usize>(place << 2));
      let moved = i32x4.splat(0);
      if (visible > 0) {
        const px = <f32>(column << step);
        const py = <f32>(row << step);
        const found = linearAt(sheet, sheetRows, sheetColumns, placeX(px, py), placeY(px, py));
        moved = i32x4.trunc_sat_f32x4_s(f32x4.nearest(f32x4.mul(found, f32x4.splat(visible))));
      }
      v128.store64_lane(grid + <usize>(place << 3), moved, 0);
    }
  }
  const last = (1 << step) - 1;
  for (let row = 0; row < height; row++) {
    const v = row & last;
    const line = grid + <usize>(((row >> step) * gridWidth) << 3);
    const below = line + <usize>(gridWidth << 3);
    for (let column = 0; column < width; column++) {
      const at = <usize>((column >> step) << 3);
      const u = column & last;
      // In 2 to the power of twice the step: exact until it is rounded.
      const upper = blend(v128.load64_zero(line + at), v128.load64_zero(line + at + 8), u, step);
      const lower = blend(v128.load64_zero(below + at), v128.load64_zero(below + at + 8), u, step);
      const sum = i32x4.shr_s(blend(upper, lower, v, step), 2 * step);
      const to = <usize>(row * stride + (column << 1));
      store<i16>(x + to, <i16>i32x4.extract_lane(sum, 0));
      store<i16>(y + to, <i16>i32x4.extract_lane(sum, 1));
    }
  }
}

/** Between two, `share` of 2 to the power of `step`; not divided. */
@inline
function blend(a: v128, b: v128, share: i32, step: i32): v128 {
  return i32x4.add(i32x4.shl(a, step), i32x4.mul(i32x4.sub(b, a), i32x4.splat(share)));
}

/**
 * Opacity at the pixels of a part of the patch.
 * @param mask `[height, width]` f32 of the patch, 0..1
 * @param alpha `[height, width]`; `pairAlpha` `[height / 2, width / 2]`
 * @param fromX,toX,fromY,toY the part; even
 */
export function enlargeOpacity(
  sheet: usize,
  sheetRows: i32,
  sheetColumns: i32,
  mask: usize,
  width: i32,
  alpha: usize,
  pairAlpha: usize,
  fromX: i32,
  toX: i32,
  fromY: i32,
  toY: i32,
): void {
  for (let y = fromY; y < toY; y++) {
    for (let x = fromX; x < toX; x++) {
      const pixel = y * width + x;
      const visible = load<f32>(mask + <usize>(pixel << 2));
      let opacity: f32 = 0;
      if (visible > 0) {
        const found = linearAt(sheet, sheetRows, sheetColumns, placeX(<f32>x, <f32>y), placeY(<f32>x, <f32>y));
        opacity = visible * f32x4.extract_lane(found, 2);
      }
      store<u8>(alpha + pixel, toByte(opacity));
    }
  }
  for (let y = fromY >> 1; y < toY >> 1; y++) {
    for (let x = fromX >> 1; x < toX >> 1; x++) {
      const at = alpha + <usize>(2 * y * width + 2 * x);
      // Cb and Cr lie on the left of their four pixels, and between the rows.
      const beside: i32 = 2 * x == fromX ? 0 : -1;
      const left = <i32>load<u8>(at + beside) + <i32>load<u8>(at + width + beside);
      const middle = <i32>load<u8>(at) + <i32>load<u8>(at + width);
      const right = <i32>load<u8>(at + 1) + <i32>load<u8>(at + width + 1);
      store<u8>(pairAlpha + <usize>(y * (width >> 1) + x), <u8>((left + 2 * middle + right + 4) >> 3));
    }
  }
}
