import { columns, marks, nodeX, nodeY, rows } from './scene';

/*
 * Displacement of a frame at the nodes: the sum of some fields, in whole eighths of a pixel. Smaller steps
 * are not seen, and what has not moved by one need not be drawn and encoded again.
 */

/**
 * Adds up fields, and marks the cells of which a corner has moved.
 * @param fields `[parts, 2, nodes]` f32: x and y of each part, in eighths of a pixel for its full weight;
 *   `nodes` is rounded up to a multiple of four
 * @param weights `[parts]` f32
 */
export function displace(fields: usize, weights: usize, parts: i32): void {
  const nodes = ((columns + 1) * (rows + 1) + 3) & ~3;
  for (let node = 0; node < nodes; node += 4) {
    let x = f32x4.splat(0);
    let y = f32x4.splat(0);
    for (let part = 0; part < parts; part++) {
      const weight = v128.load32_splat(weights + <usize>(part << 2));
      const field = fields + <usize>((2 * part * nodes + node) << 2);
      x = f32x4.add(x, f32x4.mul(weight, v128.load(field)));
      y = f32x4.add(y, f32x4.mul(weight, v128.load(field + <usize>(nodes << 2))));
    }
    const newX = i32x4.trunc_sat_f32x4_s(f32x4.nearest(x));
    const newY = i32x4.trunc_sat_f32x4_s(f32x4.nearest(y));
    const atX = nodeX + <usize>(node << 2);
    const atY = nodeY + <usize>(node << 2);
    const changed = v128.or(v128.xor(newX, v128.load(atX)), v128.xor(newY, v128.load(atY)));
    if (!v128.any_true(changed)) continue;
    v128.store(atX, newX);
    v128.store(atY, newY);
    if (i32x4.extract_lane(changed, 0) != 0) markAround(node);
    if (i32x4.extract_lane(changed, 1) != 0) markAround(node + 1);
    if (i32x4.extract_lane(changed, 2) != 0) markAround(node + 2);
    if (i32x4.extract_lane(changed, 3) != 0) markAround(node + 3);
  }
}

function markAround(node: i32): void {
  const column = node % (columns + 1);
  const row = node / (columns + 1);
  mark(column - 1, row - 1);
  mark(column, row - 1);
  mark(column - 1, row);
  mark(column, row);
}

@inline
function mark(column: i32, row: i32): void {
  if (column < 0 || row < 0 || column >= columns || row >= rows) return;
  store<u8>(marks + <usize>(row * columns + column), 1);
}

/** Displacement of a pixel of luma, in 64ths; `nodes` are those of x or of y. */
@inline
export function displacementAt(nodes: usize, x: i32, y: i32): i32 {
  return between(nodes, x >> 3, y >> 3, 2 * (x & 7) + 1, 2 * (y & 7) + 1) + 16 >> 5;
}

/** Displacement of a pair, in 64ths of its own pixels. */
@inline
export function pairDisplacementAt(nodes: usize, x: i32, y: i32): i32 {
  return between(nodes, x >> 2, y >> 2, 4 * (x & 3) + 1, 4 * (y & 3) + 2) + 32 >> 6;
}

@inline
function between(nodes: usize, column: i32, row: i32, across: i32, down: i32): i32 {
  const at = nodes + <usize>((row * (columns + 1) + column) << 2);
  const below = at + <usize>((columns + 1) << 2);
  const left = load<i32>(at) * (16 - down) + load<i32>(below) * down;
  const right = load<i32>(at + 4) * (16 - down) + load<i32>(below + 4) * down;
  return (left << 4) + (right - left) * across;
}
