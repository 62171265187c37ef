/**
 * Returns a matrix that doubles one axis of a picture. Pixel centers keep their positions (PyTorch's
 * `align_corners=False`), and the edge samples repeat.
 * @param kernel weights of the samples at -1, 0, 1, and 2 for a point a quarter after sample 0
 * @returns `[2 · samples, samples]`
 */
export function doublingMatrix(samples: number, kernel: readonly number[]): Float32Array {
  const matrix = new Float32Array(2 * samples * samples);
  for (let pixel = 0; pixel < 2 * samples; pixel++) {
    // Odd pixels lie a quarter after their sample, even ones a quarter before it.
    const isAfter = pixel % 2 === 1;
    const sample = Math.floor(pixel / 2);
    for (const [tap, weight] of kernel.entries()) {
      const at = sample + (isAfter ? tap - 1 : 1 - tap);
      const index = pixel * samples + Math.min(samples - 1, Math.max(0, at));
      matrix[index] = (matrix[index] ?? 0) + weight;
    }
  }
  return matrix;
}

/** Linear interpolation. */
export const linearKernel = [0, 0.75, 0.25, 0];

/** Keys' cubic with a = −¾, as PyTorch's bicubic interpolation. */
export const cubicKernel = [-0.10546875, 0.87890625, 0.26171875, -0.03515625];

/**
 * Weights of sixteen samples for a point halfway between the middle ones: from the middle outwards.
 *
 * Linear interpolation between such a point and its neighbor blurs fine texture, even if both are exact.
 * These weights compensate for that: averaged over all positions that a moved pixel can have, fine texture
 * keeps its energy, with a little extra for stretched skin and drawn color. They are a least-squares fit of the gain A to (1 + A² + A·cos(π f / 2)) / 3 = 1 for frequencies f up to
 * 0.25 of the highest one, rising to 1.1 at 0.75; the highest tenth cannot be kept.
 */
const halfway = [0.7045, -0.3131, 0.1785, -0.109, 0.0771, -0.0483, 0.0336, -0.0233];

/**
 * Inserts a pixel between each two, so that the picture stays sharp when it is sampled with linear
 * interpolation. The original pixels are kept exactly; those between them come from sixteen neighbors.
 * @param plane `[height, width]`
 * @returns `[2 · height − 1, 2 · width − 1]`
 */
export function interleavedPlane(plane: Float32Array, height: number, width: number): Float32Array {
  const wide = new Float32Array(height * (2 * width - 1));
  for (let row = 0; row < height; row++) {
    interleaveLine(plane, { first: row * width, step: 1, count: width }, wide, {
      first: row * (2 * width - 1),
      step: 1,
    });
  }
  const columns = 2 * width - 1;
  const whole = new Float32Array((2 * height - 1) * columns);
  for (let column = 0; column < columns; column++) {
    interleaveLine(wide, { first: column, step: columns, count: height }, whole, {
      first: column,
      step: columns,
    });
  }
  return whole;
}

function interleaveLine(
  from: Float32Array,
  { first, step, count }: { first: number; step: number; count: number },
  to: Float32Array,
  target: { first: number; step: number },
): void {
  const last = count - 1;
  // Plain loops: iterators and closures would allocate for every pixel.
  for (let index = 0; index < count; index++) {
    const at = target.first + 2 * index * target.step;
    to[at] = from[first + index * step] ?? 0;
    if (index === last) continue;
    let between = 0;
    for (let tap = 0; tap < halfway.length; tap++) {
      const before = Math.max(0, index - tap);
      const after = Math.min(last, index + 1 + tap);
      between +=
        (halfway[tap] ?? 0) * ((from[first + before * step] ?? 0) + (from[first + after * step] ?? 0));
    }
    to[at + target.step] = between;
  }
}
