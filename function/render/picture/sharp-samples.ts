import type { Picture } from './decode-picture.js';
import { viewToPicture, type FaceView } from './square-view.js';

/** Number of pixels in a row or column that an interpolated value depends on. */
const taps = 4;

/** Number of positions between two pixels for which weights are tabulated. */
const phases = 256;

/**
 * The parameter of Keys' cubic. Interpolation blurs fine texture; this value emphasizes it, so that a mouth
 * that is turned upright and back is about as sharp as one that is never turned.
 */
const steepness = -0.9;

/** `[phases, taps]`: the weights of the pixels around each position; every row sums to 1. */
const tapWeights = cubicWeights();

/** Returns the first tap of a coordinate, and its row of {@link tapWeights}. */
function tapsAt(position: number): { first: number; phase: number } {
  const place = Math.round((position - 0.5) * phases);
  const pixel = Math.floor(place / phases);
  return { first: pixel - 1, phase: place - pixel * phases };
}

/**
 * Samples a view without losing sharpness. The view must not be scaled down. Beyond the edge of the
 * picture, the outermost pixels repeat.
 * @returns `[size, size, 3]` RGB
 */
export function sampleSharply(picture: Picture, view: FaceView, size: number): Buffer {
  const { rgb, width, height } = picture;
  const toPicture = viewToPicture(view, size);
  const samples = Buffer.alloc(size * size * 3);
  const lines = new Int32Array(taps);
  const columns = new Int32Array(taps);
  for (let row = 0; row < size; row++) {
    for (let column = 0; column < size; column++) {
      const [x, y] = toPicture([column + 0.5, row + 0.5]);
      const [across, down] = [tapsAt(x), tapsAt(y)];
      for (let tap = 0; tap < taps; tap++) {
        columns[tap] = 3 * Math.min(width - 1, Math.max(0, across.first + tap));
        lines[tap] = 3 * width * Math.min(height - 1, Math.max(0, down.first + tap));
      }
      let red = 0;
      let green = 0;
      let blue = 0;
      for (let j = 0; j < taps; j++) {
        const line = lines[j] ?? 0;
        const rowWeight = tapWeights[down.phase * taps + j] ?? 0;
        for (let i = 0; i < taps; i++) {
          const at = line + (columns[i] ?? 0);
          const weight = rowWeight * (tapWeights[across.phase * taps + i] ?? 0);
          red += weight * (rgb[at] ?? 0);
          green += weight * (rgb[at + 1] ?? 0);
          blue += weight * (rgb[at + 2] ?? 0);
        }
      }
      const at = 3 * (row * size + column);
      samples[at] = toByte(red);
      samples[at + 1] = toByte(green);
      samples[at + 2] = toByte(blue);
    }
  }
  return samples;
}

/** Rounds to a byte, and clamps to 0..255. */
function toByte(value: number): number {
  return value <= 0 ? 0 : value >= 255 ? 255 : Math.round(value);
}

function cubicWeights(): Float32Array {
  const a = steepness;
  const weights = new Float32Array(phases * taps);
  for (let phase = 0; phase < phases; phase++) {
    for (let tap = 0; tap < taps; tap++) {
      const x = Math.abs(tap - 1 - phase / phases);
      weights[phase * taps + tap] =
        x < 1 ? (a + 2) * x ** 3 - (a + 3) * x ** 2 + 1 : a * (x ** 3 - 5 * x ** 2 + 8 * x - 4);
    }
  }
  return weights;
}
