import { canvas, columns, edge, kinds, marks, nodeX, nodeY, rest, rows, still } from './scene';
import { drawLumaRow } from './luma-row';
import { drawPairRow } from './pair-row';

/*
 * Draws cells of 8 × 8 pixels of the region where the head is. Displacement is linear between the four
 * nodes of a cell, in eighths of a pixel; positions are exact to a 64th for every pixel.
 */

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
    drawLumaRow(
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
    drawPairRow(
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
