import { sampleBilinear } from '../../picture/bilinear.js';

/** Motion on a grid over the network's face, whose unit is one of its 96 pixels. */
export interface FaceMotion {
  /** `[rows, columns]` each: where in the portrait a place comes from, relative to itself. */
  readonly x: Float32Array;
  readonly y: Float32Array;
  readonly rows: number;
  readonly columns: number;
  /** The place of the first sample, and the distance of two. */
  readonly left: number;
  readonly top: number;
  readonly step: number;
}

/** The motion at a place; beyond the grid, its outermost samples repeat. */
export function sampleMotion(
  { rows, columns, left, top, step }: Omit<FaceMotion, 'x' | 'y'>,
  values: Float32Array,
  x: number,
  y: number,
): number {
  const plane = { values, first: 0, width: columns, height: rows };
  return sampleBilinear(plane, (x - left) / step + 0.5, (y - top) / step + 0.5);
}

/** How far below the line each row of a column comes from; rows are those of the motion's grid. */
export function readColumn(
  { x: motionX, y: motionY, columns, rows, left, top, step }: FaceMotion,
  x: number,
  heightAt: (x: number) => number,
  below: Float32Array,
): void {
  const place = Math.min(columns - 1, Math.max(0, (x - left) / step));
  const column = Math.min(columns - 2, Math.floor(place));
  const share = place - column;
  for (let row = 0, at = column; row < rows; row++, at += columns) {
    const moved = (motionX[at] ?? 0) * (1 - share) + (motionX[at + 1] ?? 0) * share;
    const down = (motionY[at] ?? 0) * (1 - share) + (motionY[at + 1] ?? 0) * share;
    below[row] = top + row * step + down - heightAt(x + moved);
  }
}
