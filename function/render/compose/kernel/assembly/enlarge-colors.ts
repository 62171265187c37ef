import { placeX, placeY, toByte } from './grid-map';

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
