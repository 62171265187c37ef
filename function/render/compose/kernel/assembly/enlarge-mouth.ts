/*
 * Brings what the networks say about a mouth, on their own grid, to the pixels of the portrait. An affine
 * map leads from a pixel of the patch to the grid, so that a tilted head needs nothing else.
 */

/** The map, f32: `place = x · acrossX + y · downX + originX`, and the same for the row. */
let acrossX: f32 = 0;
let acrossY: f32 = 0;
let downX: f32 = 0;
let downY: f32 = 0;
let originX: f32 = 0;
let originY: f32 = 0;

export function setMap(ax: f32, ay: f32, dx: f32, dy: f32, ox: f32, oy: f32): void {
  acrossX = ax;
  acrossY = ay;
  downX = dx;
  downY = dy;
  originX = ox;
  originY = oy;
}

/**
 * Motion at the places of a grid, pixels of the patch apart.
 * @param sheet `[sheetRows, sheetColumns, 4]` f32: motion x and y in 64ths of a pixel, opacity 0..255, 0
 * @param mask `[height, width]` f32 of the grid, 0..1
 * @param motion `[height, width, 2]` i16
 */
export function enlargeMotion(
  sheet: usize,
  sheetRows: i32,
  sheetColumns: i32,
  mask: usize,
  width: i32,
  height: i32,
  spacing: i32,
  motion: usize,
): void {
  for (let row = 0; row < height; row++) {
    for (let column = 0; column < width; column++) {
      const place = row * width + column;
      const visible = load<f32>(mask + <usize>(place << 2));
      let moved: i32 = 0;
      if (visible > 0) {
        const x = <f32>(column * spacing);
        const y = <f32>(row * spacing);
        const found = linearAt(sheet, sheetRows, sheetColumns, placeX(x, y), placeY(x, y));
        const whole = i32x4.trunc_sat_f32x4_s(f32x4.nearest(f32x4.mul(found, f32x4.splat(visible))));
        moved = (i32x4.extract_lane(whole, 0) & 0xffff) | (i32x4.extract_lane(whole, 1) << 16);
      }
      store<i32>(motion + <usize>(place << 2), moved);
    }
  }
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

/**
 * Colors at the pixels of a part of the patch that are not transparent, by cubic splines.
 * @param colors `[rows, columns, 4]` f32: Y, Cb, Cr, 0
 * @param steps samples in each direction of which a pixel is the mean: more than 1 in small faces
 */
export function enlargeColors(
  colors: usize,
  rows: i32,
  columns: i32,
  steps: i32,
  width: i32,
  alpha: usize,
  pairAlpha: usize,
  luma: usize,
  pairs: usize,
  fromX: i32,
  toX: i32,
  fromY: i32,
  toY: i32,
): void {
  for (let y = fromY; y < toY; y++) {
    for (let x = fromX; x < toX; x++) {
      const pixel = y * width + x;
      if (load<u8>(alpha + pixel) == 0) continue;
      const found = meanAt(colors, rows, columns, <f32>x, <f32>y, steps);
      store<u8>(luma + pixel, toByte(f32x4.extract_lane(found, 0)));
    }
  }
  for (let y = fromY >> 1; y < toY >> 1; y++) {
    for (let x = fromX >> 1; x < toX >> 1; x++) {
      if (load<u8>(pairAlpha + <usize>(y * (width >> 1) + x)) == 0) continue;
      const found = meanAt(colors, rows, columns, <f32>(x << 1), <f32>(y << 1) + 0.5, steps);
      const to = pairs + <usize>(y * width + 2 * x);
      store<u8>(to, toByte(f32x4.extract_lane(found, 1)));
      store<u8>(to + 1, toByte(f32x4.extract_lane(found, 2)));
    }
  }
}

@inline
function placeX(x: f32, y: f32): f32 {
  return x * acrossX + y * downX + originX;
}

@inline
function placeY(x: f32, y: f32): f32 {
  return x * acrossY + y * downY + originY;
}

@inline
function toByte(value: f32): u8 {
  return <u8>min(255, max(0, <i32>nearest(value)));
}

/** Four numbers between those of a grid, linearly; beyond it the outermost repeat. */
@inline
function linearAt(grid: usize, rows: i32, columns: i32, x: f32, y: f32): v128 {
  const px = min(max(x, 0), <f32>(columns - 1));
  const py = min(max(y, 0), <f32>(rows - 1));
  const column = min(<i32>px, columns - 2);
  const row = min(<i32>py, rows - 2);
  const at = grid + <usize>((row * columns + column) << 4);
  const below = at + <usize>(columns << 4);
  const across = f32x4.splat(px - <f32>column);
  const upper = mix(v128.load(at), v128.load(at, 16), across);
  const lower = mix(v128.load(below), v128.load(below, 16), across);
  return mix(upper, lower, f32x4.splat(py - <f32>row));
}

@inline
function mix(a: v128, b: v128, share: v128): v128 {
  return f32x4.add(a, f32x4.mul(f32x4.sub(b, a), share));
}

function meanAt(grid: usize, rows: i32, columns: i32, x: f32, y: f32, steps: i32): v128 {
  if (steps == 1) return cubicAt(grid, rows, columns, placeX(x, y), placeY(x, y));
  let sum = f32x4.splat(0);
  for (let j = 0; j < steps; j++) {
    for (let i = 0; i < steps; i++) {
      const px = x + (<f32>i + 0.5) / <f32>steps - 0.5;
      const py = y + (<f32>j + 0.5) / <f32>steps - 0.5;
      sum = f32x4.add(sum, cubicAt(grid, rows, columns, placeX(px, py), placeY(px, py)));
    }
  }
  return f32x4.div(sum, f32x4.splat(<f32>(steps * steps)));
}

/** Catmull-Rom splines. R. Keys (1981), a = −½. */
function cubicAt(grid: usize, rows: i32, columns: i32, x: f32, y: f32): v128 {
  const column = <i32>floor(x);
  const row = <i32>floor(y);
  let sum = f32x4.splat(0);
  for (let j = -1; j < 3; j++) {
    const line = grid + <usize>((min(max(row + j, 0), rows - 1) * columns) << 4);
    let across = f32x4.splat(0);
    for (let i = -1; i < 3; i++) {
      const at = line + <usize>(min(max(column + i, 0), columns - 1) << 4);
      across = f32x4.add(across, f32x4.mul(v128.load(at), f32x4.splat(cubic(x - <f32>(column + i)))));
    }
    sum = f32x4.add(sum, f32x4.mul(across, f32x4.splat(cubic(y - <f32>(row + j)))));
  }
  return sum;
}

@inline
function cubic(distance: f32): f32 {
  const x = abs(distance);
  if (x < 1) return (<f32>1.5 * x - <f32>2.5) * x * x + 1;
  if (x < 2) return ((<f32>-0.5 * x + <f32>2.5) * x - 4) * x + 2;
  return 0;
}
