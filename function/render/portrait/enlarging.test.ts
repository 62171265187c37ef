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
  const size = 40;
  const interior = (value: number) => value >= 16 && value < 2 * size - 17;

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
    for (let y = 16; interior(y); y += 3)
      for (let x = 16; interior(x); x++) expect(at(x, y)).toBeCloseTo(2.5 * x + 1.5 * y, 4);
  });

  /** Variance of the Laplacian along a row. */
  function sharpness(row: readonly number[]): number {
    const bends = row.slice(1, -1).map((value, x) => (row[x] ?? 0) - 2 * value + (row[x + 2] ?? 0));
    return bends.reduce((sum, bend) => sum + bend ** 2, 0) / bends.length;
  }

  test.each([
    [6, 0.9, 1.2],
    [4, 0.95, 1.2],
    [3, 1, 1.3],
    [2.5, 1, 1.4],
  ])(
    'keeps the sharpness of a texture that repeats every %f pixels, on average over positions between them',
    (period, least, most) => {
      const { at } = pictureOf((x) => 100 * Math.cos((2 * Math.PI * x) / period));
      const row = (shift: number) =>
        Array.from({ length: 20 }, (_, x) => {
          const place = 2 * (10 + x + shift);
          const before = Math.floor(place);
          return at(before, 40) + (place - before) * (at(before + 1, 40) - at(before, 40));
        });
      const shifts = Array.from({ length: 20 }, (_, step) => step / 20);
      const average = shifts.reduce((sum, shift) => sum + sharpness(row(shift)), 0) / shifts.length;
      expect(average / sharpness(row(0))).toBeGreaterThan(least);
      expect(average / sharpness(row(0))).toBeLessThan(most);
    },
  );
});
