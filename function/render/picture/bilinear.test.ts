import { describe, expect, test } from 'vitest';
import { sampleBilinear } from './bilinear.js';

describe('sampleBilinear', () => {
  const plane = { values: Float32Array.of(9, 0, 10, 20, 30), first: 1, width: 2, height: 2 };

  test.each([
    [0.5, 0.5, 0],
    [1.5, 0.5, 10],
    [0.5, 1.5, 20],
    [1, 1, 15],
    [0.75, 0.5, 2.5],
    [0.5, 1.25, 15],
  ])('interpolates between the centers of pixels at %d, %d', (x, y, expected) => {
    expect(sampleBilinear(plane, x, y)).toBe(expected);
  });

  test.each([
    [-5, -5, 0],
    [9, 0, 10],
    [0, 9, 20],
    [2, 2, 30],
  ])('repeats the outermost pixels at %d, %d', (x, y, expected) => {
    expect(sampleBilinear(plane, x, y)).toBe(expected);
  });

  test('reads one channel of a picture', () => {
    const values = Uint8Array.of(0, 1, 2, 100, 101, 102);
    expect(sampleBilinear({ values, first: 2, step: 3, width: 2, height: 1 }, 1, 0.5)).toBe(52);
  });

  test('reads a plane of one pixel', () => {
    expect(sampleBilinear({ values: Float32Array.of(7), first: 0, width: 1, height: 1 }, 3, -3)).toBe(7);
  });
});
