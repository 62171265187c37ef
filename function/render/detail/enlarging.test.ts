import { describe, expect, test } from 'vitest';
import { cubicKernel, doublingMatrix, interleavedPlane, linearKernel } from './enlarging.js';

function apply(matrix: Float32Array, samples: readonly number[]): number[] {
  return Array.from({ length: matrix.length / samples.length }, (_, row) =>
    samples.reduce((sum, value, column) => sum + value * (matrix[row * samples.length + column] ?? 0), 0),
  );
}

describe('doublingMatrix', () => {
  test('interpolates linearly at quarters, and repeats the edges', () => {
    expect(apply(doublingMatrix(3, linearKernel), [0, 4, 8])).toEqual([0, 1, 3, 5, 7, 8]);
  });

  test("equals PyTorch's bicubic interpolation", () => {
    // torch.nn.functional.interpolate(scale_factor=2, mode='bicubic', align_corners=False)
    const expected = [-0.10547, 0.26172, 0.87891, 0.87891, 0.26172, -0.10547];
    for (const [i, value] of apply(doublingMatrix(3, cubicKernel), [0, 1, 0]).entries())
      expect(value).toBeCloseTo(expected[i] ?? NaN, 5);
  });

  test.each([
    ['linear', linearKernel],
    ['cubic', cubicKernel],
  ])('keeps a constant with the %s kernel', (_, kernel) => {
    for (const value of apply(doublingMatrix(4, kernel), [5, 5, 5, 5])) expect(value).toBeCloseTo(5, 5);
  });
});

describe('interleavedPlane', () => {
  const size = 24;
  const interior = (value: number) => value >= 8 && value < 2 * size - 9;

  /** A square picture of a function of x and y, and the same between its pixels. */
  function pictureOf(value: (x: number, y: number) => number) {
    const plane = Float32Array.from({ length: size * size }, (_, i) => value(i % size, Math.floor(i / size)));
    const whole = interleavedPlane(plane, size, size);
    const side = 2 * size - 1;
    return { plane, whole, at: (x: number, y: number) => whole[y * side + x] ?? NaN };
  }

  test('keeps the given pixels exactly', () => {
    const { plane, whole, at } = pictureOf((x, y) => 128 + 100 * Math.sin(x * y));
    expect(whole).toHaveLength((2 * size - 1) ** 2);
    for (const [i, value] of plane.entries())
      expect(at(2 * (i % size), 2 * Math.floor(i / size))).toBe(value);
  });

  test('continues a ramp between the pixels', () => {
    const { at } = pictureOf((x, y) => 5 * x + 3 * y);
    for (let y = 8; interior(y); y += 3)
      for (let x = 8; interior(x); x++) expect(at(x, y)).toBeCloseTo(2.5 * x + 1.5 * y, 4);
  });

  test('keeps two thirds of a texture that repeats every three pixels and lies between them', () => {
    const angle = (2 * Math.PI) / 3;
    const { at } = pictureOf((x) => Math.cos(angle * x));
    for (let x = 9; interior(x); x += 2) {
      const expected = Math.cos((angle * x) / 2);
      expect(at(x, 20) / expected).toBeGreaterThan(2 / 3);
      expect(at(x, 20) / expected).toBeLessThan(1);
    }
  });
});
