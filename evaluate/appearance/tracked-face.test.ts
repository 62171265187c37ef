import { expect, test } from 'vitest';
import type { Point } from '../../function/render/picture/geometry.js';
import { lengthsOf, rangeOf } from './tracked-face.js';

/** A mesh of 468 points, in which the named ones lie at these places. */
function mesh(places: Readonly<Record<number, Point>>): Point[] {
  return Array.from({ length: 468 }, (_, index): Point => places[index] ?? [0, 0]);
}

test('lengthsOf measures in distances of the eyes', () => {
  const found = lengthsOf(
    mesh({
      33: [100, 100],
      263: [180, 160],
      1: [140, 180],
      152: [140, 290],
      61: [110, 220],
      291: [170, 220],
    }),
  );
  expect(found.chin).toBeCloseTo(1.1, 9);
  expect(found.width).toBeCloseTo(0.6, 9);
});

test('lengthsOf does not depend on size and position', () => {
  const places: Record<number, Point> = {
    33: [10, 10],
    263: [60, 12],
    1: [35, 40],
    152: [36, 90],
    61: [20, 60],
    291: [50, 62],
  };
  const moved = Object.fromEntries(
    Object.entries(places).map(([index, [x, y]]): [string, Point] => [index, [3 * x + 50, 3 * y - 7]]),
  );
  expect(lengthsOf(mesh(moved)).chin).toBeCloseTo(lengthsOf(mesh(places)).chin, 9);
});

test('rangeOf ignores the outermost hundredths', () => {
  const values = Array.from({ length: 101 }, (_, index) => index / 100);
  expect(rangeOf(values)).toBeCloseTo(0.96, 9);
  expect(rangeOf([...values.slice(1, -1), -50, 50])).toBeCloseTo(0.96, 9);
});
