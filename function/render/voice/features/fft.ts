import pffft from '@echogarden/pffft-wasm/simd';
import { memoizeAsync } from '../../../../config/memoize-async.js';

/** Magnitudes `[size / 2 + 1]` of the spectrum of `size` real samples; the array is reused. */
export type Spectrum = (samples: Float32Array) => Float32Array;

/** Constants of PFFFT; pffft.h. */
const REAL = 0;
const FORWARD = 0;

const loadLibrary = memoizeAsync(() => pffft());

/**
 * Prepares a Fourier transform of `size` samples (a multiple of 32 with the prime factors 2, 3, and 5
 * only, such as 800) with PFFFT compiled to WebAssembly. Its memory is never freed: prepare one and
 * reuse it.
 */
export async function createSpectrum(size: number): Promise<Spectrum> {
  const library = await loadLibrary();
  const setup = library._pffft_new_setup(size, REAL);
  if (setup === 0) throw new RangeError(`PFFFT cannot transform ${String(size)} samples.`);
  const bytes = size * Float32Array.BYTES_PER_ELEMENT;
  const [input, output, scratch] = [0, 1, 2].map(() => library._pffft_aligned_malloc(bytes));
  const magnitudes = new Float32Array(size / 2 + 1);
  if (input === undefined || output === undefined || scratch === undefined) throw new RangeError('no memory');

  return (samples) => {
    library.HEAPF32.set(samples, input / Float32Array.BYTES_PER_ELEMENT);
    library._pffft_transform_ordered(setup, input, output, scratch, FORWARD);
    const first = output / Float32Array.BYTES_PER_ELEMENT;
    const spectrum = library.HEAPF32.subarray(first, first + size);
    // The first pair holds the two real values: at 0 and at half the sample rate.
    magnitudes[0] = Math.abs(spectrum[0] ?? 0);
    magnitudes[size / 2] = Math.abs(spectrum[1] ?? 0);
    for (let bin = 1; bin < size / 2; bin++) {
      const [real = 0, imaginary = 0] = [spectrum[2 * bin], spectrum[2 * bin + 1]];
      magnitudes[bin] = Math.sqrt(real * real + imaginary * imaginary);
    }
    return magnitudes;
  };
}
