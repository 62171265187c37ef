/**
 * A matrix that doubles one axis of a picture; pixel centers stay where they are (PyTorch's
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
 * Lagrange interpolation of eight samples, halfway between the middle ones: from the middle outwards.
 * A shorter kernel would blur fine texture.
 */
const halfway = [1225, -245, 49, -5].map((weight) => weight / 2048);

/**
 * A picture with a new pixel between each two, so that it can be sampled with linear interpolation and
 * stays sharp. The given pixels are kept exactly; those between them come from eight neighbors.
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
  const sample = (index: number) => from[first + Math.min(count - 1, Math.max(0, index)) * step] ?? 0;
  for (let index = 0; index < count; index++) {
    const at = target.first + 2 * index * target.step;
    to[at] = sample(index);
    if (index === count - 1) continue;
    let between = 0;
    for (const [distance, weight] of halfway.entries()) {
      between += weight * (sample(index - distance) + sample(index + 1 + distance));
    }
    to[at + target.step] = between;
  }
}
