import { describe, expect, test } from 'vitest';
import type { Point } from '../../picture/geometry.js';
import type { FaceMotion } from './face-motion.js';
import { lipOpening } from './lip-opening.js';
import { LipSpread } from './lip-spread.js';

const [rows, columns] = [44, 68];
const grid = { rows, columns, left: 0.5, top: 0.5, step: 1 } as const;
const line = Array.from({ length: 11 }, (_, index): Point => [16 + 3.6 * index, 20]);

function still(): FaceMotion {
  return { ...grid, x: new Float32Array(rows * columns), y: new Float32Array(rows * columns) };
}

/** The motion of a mouth whose lips are parted by 8 pixels in its middle. */
function open(): FaceMotion {
  const motion = still();
  for (let place = 0; place < rows * columns; place++) {
    const [x, y] = [0.5 + (place % columns), 0.5 + Math.floor(place / columns)];
    const half = 4 * Math.max(0, 1 - ((x - 34) / 18) ** 2);
    motion.y[place] = y < 20 - half ? half : y > 20 + half ? -half : 20 - y;
  }
  return motion;
}

function spreadBy(amount: number, from = still()): FaceMotion {
  const to = still();
  new LipSpread(line, grid).apply(from, to, amount);
  return to;
}

const widthOf = (motion: FaceMotion) => {
  const { left, right } = lipOpening(line, motion);
  return right - left;
};

describe('LipSpread', () => {
  test.each([
    [1, 0.08],
    [0.5, 0.04],
    [-0.5, -0.0525],
    [-1, -0.105],
  ])('changes the width of a mouth that is spread by %d by %d of it', (amount, change) => {
    expect(Math.sign(widthOf(spreadBy(amount)) - 36)).toBe(Math.sign(change));
    expect(Math.abs(widthOf(spreadBy(amount)) / 36 - 1 - change)).toBeLessThan(0.02);
  });

  test('keeps the opening, and carries it along', () => {
    const opened = open();
    const [before, after] = [lipOpening(line, opened), lipOpening(line, spreadBy(-1, opened))];
    const height = ({ upper, lower }: typeof before) =>
      Math.max(...lower.map((low, at) => low - (upper[at] ?? 0)));
    expect(height(after)).toBeCloseTo(height(before), 0);
    expect(after.right - after.left).toBeLessThan(before.right - before.left - 2);
  });

  test('moves nothing at the border of the window', () => {
    for (const amount of [-1, 1]) {
      const { x } = spreadBy(amount);
      for (let row = 0; row < rows; row++) {
        expect(Math.abs(x[row * columns] ?? NaN)).toBeLessThan(0.05);
        expect(Math.abs(x[row * columns + columns - 1] ?? NaN)).toBeLessThan(0.05);
      }
      expect(Math.max(...x.subarray(0, columns).map(Math.abs))).toBeLessThan(2.6);
    }
  });

  test('never folds the picture', () => {
    for (const amount of [-1, 1]) {
      const { x } = spreadBy(amount);
      for (let place = 1; place < x.length; place++) {
        if (place % columns > 0) expect(Math.abs((x[place] ?? 0) - (x[place - 1] ?? 0))).toBeLessThan(0.35);
        if (place >= columns) expect(Math.abs((x[place] ?? 0) - (x[place - columns] ?? 0))).toBeLessThan(0.6);
      }
    }
  });
});
