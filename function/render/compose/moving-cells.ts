import type { Rectangle } from '../picture/geometry.js';
import { cellSize, type DisplacementFields } from './displacement.js';

/** How a cell of 8 × 8 pixels is drawn. */
export const cellKind = {
  /** It never changes. */
  still: 0,
  /** It only ever shows the person. */
  person: 1,
  /** The edge of the person passes over it. */
  edge: 2,
} as const;

/** Cells of a picture, and the part of it that contains all that move. */
export interface MovingCells {
  readonly columns: number;
  readonly rows: number;
  /** `[rows · columns]` of {@link cellKind} */
  readonly kinds: Uint8Array;
  readonly region: Rectangle;
}

/** The largest angles of a pose, in radians, and a full breath. */
export interface MotionRange {
  readonly yaw: number;
  readonly pitch: number;
  readonly roll: number;
  readonly breath: number;
}

/** Shorter motion is not seen: pixels. */
const minMotion = 1 / 32;

/**
 * Finds the cells that move within a range of poses.
 * @param person `[height, width]`, 0 background .. 255 person
 */
export function movingCells(
  fields: DisplacementFields,
  person: Uint8Array,
  picture: { readonly width: number; readonly height: number },
  range: MotionRange,
): MovingCells {
  const [columns, rows] = [fields.columns - 1, fields.rows - 1];
  const kinds = new Uint8Array(columns * rows);
  const parts = [range.yaw, range.pitch, range.roll, range.breath];
  const reachAt = (node: number) => {
    const along = (values: DisplacementFields['x']) =>
      values.reduce((sum, field, axis) => sum + Math.abs(field[node] ?? 0) * (parts[axis] ?? 0), 0);
    return Math.hypot(along(fields.x), along(fields.y));
  };
  const reaches = Float32Array.from({ length: fields.columns * fields.rows }, (_, node) => reachAt(node));
  const cells = { columns, rows, kinds };
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const node = row * fields.columns + column;
      const corners = [node, node + 1, node + fields.columns, node + fields.columns + 1];
      const reach = Math.max(...corners.map((corner) => reaches[corner] ?? 0));
      if (reach < minMotion) continue;
      const { least, most } = shares(person, picture, {
        left: column * cellSize - reach - 2,
        right: (column + 1) * cellSize + reach + 2,
        top: row * cellSize - reach - 2,
        bottom: (row + 1) * cellSize + reach + 2,
      });
      if (most > 0) kinds[row * columns + column] = least === 255 ? cellKind.person : cellKind.edge;
    }
  }
  return { ...cells, region: regionOf(cells, picture) };
}

/** The least and the largest share of the person within some bounds. */
function shares(
  person: Uint8Array,
  { width, height }: { width: number; height: number },
  { left, right, top, bottom }: { left: number; right: number; top: number; bottom: number },
): { least: number; most: number } {
  let [least, most] = [255, 0];
  for (let row = Math.max(0, Math.floor(top)); row < Math.min(height, bottom); row++) {
    for (let column = Math.max(0, Math.floor(left)); column < Math.min(width, right); column++) {
      const share = person[row * width + column] ?? 0;
      if (share < least) least = share;
      if (share > most) most = share;
    }
  }
  return { least, most };
}

/** The smallest rectangle of whole cells around all that move; empty if none does. */
function regionOf(
  { columns, rows, kinds }: Omit<MovingCells, 'region'>,
  picture: { width: number; height: number },
): Rectangle {
  let [left, top, right, bottom] = [columns, rows, -1, -1];
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      if (kinds[row * columns + column] === cellKind.still) continue;
      [left, right] = [Math.min(left, column), Math.max(right, column)];
      [top, bottom] = [Math.min(top, row), Math.max(bottom, row)];
    }
  }
  const [x, y] = [left * cellSize, top * cellSize];
  return {
    x,
    y,
    width: Math.max(0, Math.min(picture.width, (right + 1) * cellSize) - x),
    height: Math.max(0, Math.min(picture.height, (bottom + 1) * cellSize) - y),
  };
}
