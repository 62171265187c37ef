import type { Rectangle } from '../picture/geometry.js';
import { cellSize } from './displacement.js';
import type { MovingCells } from './moving-cells.js';
import type { NodeDisplacement } from './warp.js';

/** Around what has changed, so many more pixels see it: those between pixels are made of four. */
const reach = 3;

/** Marks the cells of which a corner has moved. @param marks `[rows · columns]` */
export function markMoved(
  marks: Uint8Array,
  columns: number,
  before: NodeDisplacement,
  after: NodeDisplacement,
): void {
  const rows = marks.length / columns;
  for (let row = 0; row <= rows; row++) {
    for (let column = 0; column <= columns; column++) {
      const node = row * (columns + 1) + column;
      if (before.x[node] === after.x[node] && before.y[node] === after.y[node]) continue;
      for (const cellRow of [row - 1, row]) {
        for (const cellColumn of [column - 1, column]) {
          if (cellRow >= 0 && cellRow < rows && cellColumn >= 0 && cellColumn < columns)
            marks[cellRow * columns + cellColumn] = 1;
        }
      }
    }
  }
}

/** Marks the cells that show something of a rectangle of the region, wherever it has moved. */
export function markAround(
  marks: Uint8Array,
  { columns, rows, region }: Pick<MovingCells, 'columns' | 'rows' | 'region'>,
  { x, y, width, height }: Rectangle,
  displacement: NodeDisplacement,
): void {
  const farthest = reach + Math.max(largest(displacement.x), largest(displacement.y));
  const cellAt = (place: number, count: number) =>
    Math.min(count - 1, Math.max(0, Math.floor(place / cellSize)));
  const [left, top] = [region.x + x, region.y + y];
  const firstColumn = cellAt(left - farthest, columns);
  const lastColumn = cellAt(left + width + farthest, columns);
  const lastRow = cellAt(top + height + farthest, rows);
  for (let row = cellAt(top - farthest, rows); row <= lastRow; row++)
    marks.fill(1, row * columns + firstColumn, row * columns + lastColumn + 1);
}

function largest(values: Float32Array): number {
  let most = 0;
  for (const value of values) if (Math.abs(value) > most) most = Math.abs(value);
  return most;
}
