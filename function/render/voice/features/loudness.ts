import { sampleRateHz } from './mel.js';

/** Loudness values per second. */
export const loudnessPerSecond = 100;
const blockSamples = sampleRateHz / loudnessPerSecond;

/** Computes the root mean square of a voice, one value per hundredth of a second. */
export class Loudness {
  readonly #values: number[] = [];
  #sumOfSquares = 0;
  #filled = 0;

  add(samples: Float32Array): void {
    for (const sample of samples) {
      this.#sumOfSquares += sample * sample;
      if (++this.#filled === blockSamples) this.#finishBlock();
    }
  }

  /** All values; a last, incomplete block is averaged over its own length. */
  values(): Float32Array {
    if (this.#filled > 0) this.#finishBlock();
    return Float32Array.from(this.#values);
  }

  #finishBlock(): void {
    this.#values.push(Math.sqrt(this.#sumOfSquares / this.#filled));
    this.#sumOfSquares = 0;
    this.#filled = 0;
  }
}
