import type { Rectangle } from '../../picture/geometry.js';
import { cellSize, type DisplacementFields } from './displacement.js';

/** How a cell of 8 × 8 pixels is drawn; the kernel knows the numbers. */
const cellKind = {
  /** It never moves. */
  still: 0,
  /** It only ever shows the person. */
  person: 1,
  /** The edge of the person passes over it. */
  edge: 2,
} as const;

/** Which cells of a picture move. */
export interface MovingCells {
  readonly columns: number;
  readonly rows: number;
  /** `[rows, columns]` of {@link cellKind} */
  readonly kinds: Uint8Array;
  /** The smallest rectangle of whole cells around all that move; undefined if none does. */
  readonly region: Rectangle | undefined;
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
 * Finds the cells that move within a range of poses: those near which there is anything of the person.
 * @param person `[height, width]`, 0 background .. 255 person; without it, all of the picture is the person
 * @param jaw how far the jaw goes down, pixels
 */
export function movingCells(
  fields: DisplacementFields,
  person: Uint8Array | undefined,
  picture: { readonly width: number; readonly height: number },
  range: MotionRange & { readonly jaw: number },
): MovingCells {
  const [columns, rows] = [fields.columns - 1, fields.rows - 1];
  const counts = person
    ? cellCounts(person, picture, columns, rows)
    : { person: () => 1, background: () => 0 };
  const reaches = reachesOf(fields, range);
  const kinds = new Uint8Array(columns * rows);
  let [left, top, right, bottom] = [columns, rows, -1, -1];
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const node = row * fields.columns + column;
      const below = node + fields.columns;
      const reach = Math.max(
        Math.max(reaches[node] ?? 0, reaches[node + 1] ?? 0),
        Math.max(reaches[below] ?? 0, reaches[below + 1] ?? 0),
      );
      if (reach < minMotion) continue;
      const around = Math.ceil((reach + 2) / cellSize);
      const within = [column - around, row - around, column + around + 1, row + around + 1] as const;
      if (counts.person(...within) === 0) continue;
      kinds[row * columns + column] = counts.background(...within) > 0 ? cellKind.edge : cellKind.person;
      [left, right] = [Math.min(left, column), Math.max(right, column)];
      [top, bottom] = [Math.min(top, row), Math.max(bottom, row)];
    }
  }
  const region =
    right < 0
      ? undefined
      : wholeCells(
          [
            {
              x: left * cellSize,
              y: top * cellSize,
              width: (right + 1 - left) * cellSize,
              height: (bottom + 1 - top) * cellSize,
            },
          ],
          picture,
        );
  return { columns, rows, kinds, region };
}

/** How far each node can move, in pixels. */
function reachesOf(
  { x, y }: DisplacementFields,
  range: MotionRange & { readonly jaw: number },
): Float32Array {
  const parts = [range.yaw, range.pitch, range.roll, range.breath, range.jaw];
  const reaches = new Float32Array(x[0].length);
  const along = new Float64Array(2);
  for (let node = 0; node < reaches.length; node++) {
    along.fill(0);
    for (let part = 0; part < parts.length; part++) {
      const most = parts[part] ?? 0;
      along[0] = (along[0] ?? 0) + Math.abs(x[part]?.[node] ?? 0) * most;
      along[1] = (along[1] ?? 0) + Math.abs(y[part]?.[node] ?? 0) * most;
    }
    reaches[node] = Math.hypot(along[0] ?? 0, along[1] ?? 0);
  }
  return reaches;
}

/** Counts cells with something of the person, and cells with something of the background, in rectangles. */
function cellCounts(
  person: Uint8Array,
  { width, height }: { readonly width: number; readonly height: number },
  columns: number,
  rows: number,
) {
  const hasPerson = new Uint8Array(columns * rows);
  const hasBackground = new Uint8Array(columns * rows);
  for (let y = 0, pixel = 0; y < height; y++) {
    const line = (y >> 3) * columns;
    for (let x = 0; x < width; x++, pixel++) {
      const share = person[pixel] ?? 0;
      if (share > 0) hasPerson[line + (x >> 3)] = 1;
      if (share < 255) hasBackground[line + (x >> 3)] = 1;
    }
  }
  return {
    person: countsOf(hasPerson, columns, rows),
    background: countsOf(hasBackground, columns, rows),
  };
}

/** Sums over rectangles from sums over all rectangles that begin at the origin. */
function countsOf(flags: Uint8Array, columns: number, rows: number) {
  const line = columns + 1;
  const sums = new Int32Array(line * (rows + 1));
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const at = (row + 1) * line + column + 1;
      sums[at] =
        (flags[row * columns + column] ?? 0) +
        (sums[at - 1] ?? 0) +
        (sums[at - line] ?? 0) -
        (sums[at - line - 1] ?? 0);
    }
  }
  const inside = (value: number, limit: number) => Math.min(limit, Math.max(0, value));
  return (left: number, top: number, right: number, bottom: number): number => {
    const [x0, x1] = [inside(left, columns), inside(right, columns)];
    const [y0, y1] = [inside(top, rows) * line, inside(bottom, rows) * line];
    return (sums[y1 + x1] ?? 0) - (sums[y1 + x0] ?? 0) - (sums[y0 + x1] ?? 0) + (sums[y0 + x0] ?? 0);
  };
}

/** The smallest rectangle of whole cells that contains all rectangles, as far as it is in the picture. */
export function wholeCells(
  rectangles: readonly Rectangle[],
  picture: { readonly width: number; readonly height: number },
): Rectangle {
  const filled = rectangles.filter(({ width, height }) => width > 0 && height > 0);
  const down = (value: number) => cellSize * Math.floor(value / cellSize);
  const up = (value: number, limit: number) => Math.min(limit, cellSize * Math.ceil(value / cellSize));
  const x = down(Math.min(...filled.map((rectangle) => rectangle.x)));
  const y = down(Math.min(...filled.map((rectangle) => rectangle.y)));
  return {
    x,
    y,
    width: up(Math.max(...filled.map((rectangle) => rectangle.x + rectangle.width)), picture.width) - x,
    height: up(Math.max(...filled.map((rectangle) => rectangle.y + rectangle.height)), picture.height) - y,
  };
}
