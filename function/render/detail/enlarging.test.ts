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
  test('keeps the given pixels and puts a cubic between each two', () => {
    const plane = Float32Array.of(0, 16, 0, 0, 16, 32, 16, 16);
    const whole = interleavedPlane(plane, 2, 4);
    expect(whole).toHaveLength(3 * 7);
    expect([...whole.subarray(0, 7)]).toEqual([0, 9, 16, 9, 0, -1, 0]);
    expect([0, 2, 4, 6].map((x) => whole[14 + x])).toEqual([16, 32, 16, 16]);
    // Between two lines, the edges repeat: (9 (a + b) - a - b) / 16.
    expect(whole[7]).toBe(8);
  });
});
