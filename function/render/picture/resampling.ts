import type { Span } from './geometry.js';

/**
 * Returns a matrix that resamples one axis of the face to pixels of the patch with Catmull-Rom splines,
 * which are widened for downsampling.
 * @param source the available samples, a span of the face's 96; samples outside `trusted` are not used
 * @param scale samples per pixel
 * @param origin position of the first pixel's left or upper edge, in samples
 * @returns `[pixels, samples]`; every row sums to 1
 */
export function resamplingMatrix(
  source: Span,
  trusted: Span,
  { pixels, scale, origin }: { pixels: number; scale: number; origin: number },
): Float32Array {
  const samples = source.to - source.from;
  const stretch = Math.max(1, scale);
  const matrix = new Float32Array(pixels * samples);
  for (let pixel = 0; pixel < pixels; pixel++) {
    const center = origin + (pixel + 0.5) * scale - 0.5;
    const weights = new Float64Array(samples);
    let sum = 0;
    for (let at = Math.floor(center - 2 * stretch); at <= Math.ceil(center + 2 * stretch); at++) {
      const weight = catmullRom((at - center) / stretch);
      const sample = Math.min(trusted.to - 1, Math.max(trusted.from, at)) - source.from;
      weights[sample] = (weights[sample] ?? 0) + weight;
      sum += weight;
    }
    for (let sample = 0; sample < samples; sample++) {
      matrix[pixel * samples + sample] = (weights[sample] ?? 0) / sum;
    }
  }
  return matrix;
}

/** Keys' cubic with a = −½. R. Keys, Cubic convolution interpolation (1981). */
function catmullRom(distance: number): number {
  const x = Math.abs(distance);
  if (x < 1) return 1.5 * x ** 3 - 2.5 * x ** 2 + 1;
  if (x < 2) return -0.5 * x ** 3 + 2.5 * x ** 2 - 4 * x + 2;
  return 0;
}

/** `[rows, columns]` to `[columns, rows]`. */
export function transpose(matrix: Float32Array, rows: number, columns: number): Float32Array {
  const turned = new Float32Array(matrix.length);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      turned[column * rows + row] = matrix[row * columns + column] ?? 0;
    }
  }
  return turned;
}
