import { describe, expect, test } from 'vitest';
import type { Point } from '../../picture/geometry.js';
import type { FaceMotion } from './face-motion.js';
import { lipOpening, openingColumns } from './lip-opening.js';

const line = Array.from({ length: 11 }, (_, index): Point => [30 + 3.6 * index, 72]);
const middle = (openingColumns - 1) / 2;

/** Motion that raises the upper lip and lowers the lower one about a line, as a network says it. */
function motionOf(gap: number, { at = 72, share = 0.2, turbid = 0 } = {}): FaceMotion {
  const [rows, columns] = [88, 136];
  const grid = { rows, columns, left: 14.25, top: 52.25, step: 0.5 };
  const x = new Float32Array(rows * columns);
  const y = new Float32Array(rows * columns);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const [px, py] = [grid.left + grid.step * column, grid.top + grid.step * row];
      const bow = Math.max(0, 1 - ((px - 48) / 18) ** 2);
      const [top, bottom] = [at - share * gap * bow, at + (1 - share) * gap * bow];
      const to = row * columns + column;
      if (py <= top) y[to] = at - top;
      else if (py >= bottom) y[to] = at - bottom;
      else y[to] = at - py + turbid * Math.sin(py * 2);
    }
  }
  return { x, y, ...grid };
}

const gapOf = ({ upper, lower }: ReturnType<typeof lipOpening>, column = middle) =>
  (lower[column] ?? 0) - (upper[column] ?? 0);

describe('lipOpening', () => {
  test.each([2, 4, 8, 14])('finds an opening of %d pixels', (gap) => {
    const opening = lipOpening(line, motionOf(gap));
    expect(Math.abs(gapOf(opening) - gap)).toBeLessThan(1.2);
    expect(Math.abs((opening.upper[middle] ?? 0) - (72 - 0.2 * gap))).toBeLessThan(0.8);
  });

  test('is closed without motion', () => {
    const opening = lipOpening(line, motionOf(0));
    expect(gapOf(opening)).toBeLessThan(0.6);
    expect(opening.left).toBeCloseTo(30, 6);
    expect(opening.right).toBeCloseTo(66, 6);
  });

  test('ends in the corners of the mouth', () => {
    const opening = lipOpening(line, motionOf(10));
    expect(gapOf(opening, 0)).toBeLessThan(0.3);
    expect(gapOf(opening, openingColumns - 1)).toBeLessThan(0.3);
  });

  test.each([-2, 3])('follows the motion where the mesh misses the line by %d pixels', (off) => {
    const opening = lipOpening(line, motionOf(8, { at: 72 + off }));
    expect(Math.abs(gapOf(opening) - 8)).toBeLessThan(1.5);
    expect(Math.abs((opening.lower[middle] ?? 0) - (72 + off + 6.4))).toBeLessThan(1.2);
  });

  test('does not mind what the motion says inside of the opening', () => {
    const calm = lipOpening(line, motionOf(10));
    const turbid = lipOpening(line, motionOf(10, { turbid: 1 }));
    expect(Math.abs(gapOf(turbid) - gapOf(calm))).toBeLessThan(0.8);
  });

  test('moves its corners with the mouth', () => {
    const motion = motionOf(6);
    motion.x.fill(2);
    expect(lipOpening(line, motion).left).toBeCloseTo(28, 6);
  });
});
