import { readFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { packageRoot } from '../../../config/package-root.js';
import { melBands, melWindowColumns } from '../voice/features/mel-shape.js';

/*
 * Which sounds spread the lips (as in "see") and which round them (as in "who"). The networks draw a mouth at
 * 96 pixels, in which the corners hardly move, so that this is read from the voice itself: a weighted sum of
 * the window, whose weights `training/speech/spread.py` finds.
 */

const weightsSchema = z.object({
  bands: z.literal(40),
  parts: z.literal(8),
  /** The sum varies less than the truth by this factor. */
  factor: z.number(),
  bias: z.number(),
  /** `[bands, parts]` */
  weights: z.array(z.number()).length(320),
});

const { bands, parts, factor, bias, weights } = weightsSchema.parse(
  JSON.parse(readFileSync(path.join(packageRoot, 'models', 'motion', 'spread.json'), 'utf8')),
);

/** Values of the window that one mean is made of. */
const [bandsInMean, columnsInMean] = [melBands / bands, melWindowColumns / parts];

/** Lips are slower than sounds: the time in which they go most of the way. */
const slownessSeconds = 0.058;

/** Reads from the windows of a voice, one after the other, how far the lips are spread or rounded. */
export class LipSpreadReader {
  /** How much of the way lips go in a frame. */
  readonly #share: number;
  #sum: number | undefined;

  constructor(fps: number) {
    this.#share = 1 - Math.exp(-1 / (fps * slownessSeconds));
  }

  /**
   * @param mel `[80, 16]`, the window of the next frame
   * @returns −1 rounded … 1 spread
   */
  next(mel: Float32Array): number {
    const sum = weightedSum(mel);
    this.#sum = this.#sum === undefined ? sum : this.#sum + this.#share * (sum - this.#sum);
    return Math.min(1, Math.max(-1, factor * this.#sum));
  }
}

function weightedSum(mel: Float32Array): number {
  const level = mel.reduce((sum, value) => sum + value, 0) / mel.length;
  let sum = bias;
  for (let band = 0, at = 0; band < bands; band++) {
    for (let part = 0; part < parts; part++, at++) {
      let mean = 0;
      for (let row = 0; row < bandsInMean; row++) {
        for (let column = 0; column < columnsInMean; column++)
          mean += mel[(band * bandsInMean + row) * melWindowColumns + part * columnsInMean + column] ?? 0;
      }
      sum += (weights[at] ?? 0) * (mean / (bandsInMean * columnsInMean) - level);
    }
  }
  return sum;
}
