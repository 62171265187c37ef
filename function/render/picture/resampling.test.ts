import { describe, expect, test } from 'vitest';
import { resamplingMatrix, transpose } from './resampling.js';

const all = { from: 0, to: 8 };

/** One row of a matrix. */
function row(matrix: Float32Array, index: number, samples: number): number[] {
  return [...matrix.subarray(index * samples, (index + 1) * samples)];
}

function sampled(matrix: Float32Array, values: readonly number[]): number[] {
  const pixels = matrix.length / values.length;
  return Array.from({ length: pixels }, (_, pixel) =>
    values.reduce((sum, value, i) => sum + value * (matrix[pixel * values.length + i] ?? NaN), 0),
  );
}

test('resamplingMatrix is the identity without scaling', () => {
  const matrix = resamplingMatrix(all, all, { pixels: 8, scale: 1, origin: 0 });
  for (let pixel = 0; pixel < 8; pixel++) {
    expect(row(matrix, pixel, 8)).toEqual(Array.from({ length: 8 }, (_, i) => (i === pixel ? 1 : 0)));
  }
});

test('resamplingMatrix has the weights of Keys for twice the size, computed by hand', () => {
  const matrix = resamplingMatrix(all, all, { pixels: 16, scale: 0.5, origin: 0 });
  // Pixel 5 lies at sample 2.25, pixel 6 at 2.75.
  expect(row(matrix, 5, 8)).toEqual([0, -0.0703125, 0.8671875, 0.2265625, -0.0234375, 0, 0, 0]);
  expect(row(matrix, 6, 8)).toEqual([0, -0.0234375, 0.2265625, 0.8671875, -0.0703125, 0, 0, 0]);
});

test('resamplingMatrix repeats the outermost sample at the ends', () => {
  const matrix = resamplingMatrix(all, all, { pixels: 16, scale: 0.5, origin: 0 });
  // Pixel 0 lies at −0.25: samples −2, −1 and 0 are all sample 0.
  const [first = 0, second = 0] = row(matrix, 0, 8);
  expect(first).toBeCloseTo(-0.0234375 + 0.2265625 + 0.8671875, 6);
  expect(second).toBeCloseTo(-0.0703125, 6);
});

test('resamplingMatrix widens the spline for half the size, so that it skips no sample', () => {
  const matrix = resamplingMatrix(all, all, { pixels: 4, scale: 2, origin: 0 });
  const weights = row(matrix, 1, 8);
  // Pixel 1 lies at 2.5, between samples 2 and 3; distances are halved: ¼, ¾, 1¼ and 1¾.
  const sum = 2 * (0.8671875 + 0.2265625 - 0.0703125 - 0.0234375);
  const expected = [-0.0703125, 0.2265625, 0.8671875, 0.8671875, 0.2265625, -0.0703125, -0.0234375, 0];
  expected[0] = (expected[0] ?? 0) - 0.0234375;
  for (const [i, weight] of weights.entries()) expect(weight).toBeCloseTo((expected[i] ?? 0) / sum, 6);
});

describe.each([
  { pixels: 40, scale: 0.2, origin: 0 },
  { pixels: 11, scale: 0.73, origin: -1.7 },
  { pixels: 5, scale: 1.9, origin: 3.3 },
  { pixels: 3, scale: 4.7, origin: -5 },
])('resamplingMatrix from $origin with $scale samples per pixel', (place) => {
  test('has rows that sum to 1', () => {
    const matrix = resamplingMatrix(all, all, place);
    for (const value of sampled(matrix, Array<number>(8).fill(1))) expect(value).toBeCloseTo(1, 5);
  });
});

test.each([
  { pixels: 40, scale: 0.2, origin: 0, inside: 16 },
  { pixels: 11, scale: 0.73, origin: -1.7, inside: 4 },
])(
  'resamplingMatrix preserves a ramp away from the ends, with $scale samples per pixel',
  ({ inside, ...place }) => {
    const ramp = sampled(resamplingMatrix(all, all, place), [0, 1, 2, 3, 4, 5, 6, 7]);
    const centers = ramp.map((_, pixel) => place.origin + (pixel + 0.5) * place.scale - 0.5);
    const away = centers
      .map((center, pixel) => ({ center, value: ramp[pixel] ?? NaN }))
      .filter(({ center }) => center > 1.99 && center < 5.01);
    expect(away).toHaveLength(inside);
    for (const { center, value } of away) expect(value).toBeCloseTo(center, 4);
  },
);

test('resamplingMatrix replaces untrusted samples with the nearest trusted one', () => {
  // The network's last stage gives rows 49 to 96, of which those from 52 on come out right.
  const source = { from: 49, to: 96 };
  const trusted = { from: 52, to: 96 };
  const matrix = resamplingMatrix(source, trusted, { pixels: 60, scale: 0.8, origin: 49 });
  for (let pixel = 0; pixel < 60; pixel++) expect(row(matrix, pixel, 47).slice(0, 3)).toEqual([0, 0, 0]);
  expect(row(matrix, 0, 47)[3]).toBeCloseTo(1, 6);
  expect(row(matrix, 59, 47)[46]).toBeGreaterThan(0.9);
});

test('transpose swaps rows and columns', () => {
  expect(transpose(Float32Array.of(1, 2, 3, 4, 5, 6), 2, 3)).toEqual(Float32Array.of(1, 4, 2, 5, 3, 6));
});
