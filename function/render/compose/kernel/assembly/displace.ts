import { columns, marks, nodeX, nodeY, rows } from './scene';

/*
 * Displacement of a frame at the nodes: the sum of some fields, in whole eighths of a pixel. Smaller steps
 * are not seen, and what has not moved by one need not be drawn and encoded again.
 */

/**
 * Adds up fields, and marks the cells of which a corner has moved.
 * @param fields `[parts, 2, nodes]` f32: x and y of each part, in eighths of a pixel for its full weight
 * @param weights `[parts]` f32
 */
export function displace(fields: usize, weights: usize, parts: i32): void {
  const nodes = (columns + 1) * (rows + 1);
  for (let row = 0; row <= rows; row++) {
    for (let column = 0; column <= columns; column++) {
      const node = row * (columns + 1) + column;
      let x: f32 = 0;
      let y: f32 = 0;
      for (let part = 0; part < parts; part++) {
        const weight = load<f32>(weights + <usize>(part << 2));
        const field = fields + <usize>((2 * part * nodes + node) << 2);
        x += weight * load<f32>(field);
        y += weight * load<f32>(field + <usize>(nodes << 2));
      }
      const newX = <i32>nearest(x);
      const newY = <i32>nearest(y);
      const at = <usize>(node << 2);
      if (load<i32>(nodeX + at) == newX && load<i32>(nodeY + at) == newY) continue;
      store<i32>(nodeX + at, newX);
      store<i32>(nodeY + at, newY);
      mark(column - 1, row - 1);
      mark(column, row - 1);
      mark(column - 1, row);
      mark(column, row);
    }
  }
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
