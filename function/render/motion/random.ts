import { createHash } from 'node:crypto';

/**
 * A deterministic sequence of random numbers for a seed: the generator sfc32 of Chris
 * Doty-Humphrey's PractRand, seeded with a hash.
 */
export class Random {
  #a: number;
  #b: number;
  #c: number;
  #counter: number;

  constructor(seed: string) {
    const hash = createHash('sha256').update(seed).digest();
    this.#a = hash.readInt32LE(0);
    this.#b = hash.readInt32LE(4);
    this.#c = hash.readInt32LE(8);
    this.#counter = hash.readInt32LE(12);
  }

  /** Uniform, 0 ≤ value < 1. */
  uniform(): number {
    const value = (this.#a + this.#b + this.#counter) | 0;
    this.#counter = (this.#counter + 1) | 0;
    this.#a = this.#b ^ (this.#b >>> 9);
    this.#b = (this.#c + (this.#c << 3)) | 0;
    this.#c = (((this.#c << 21) | (this.#c >>> 11)) + value) | 0;
    return (value >>> 0) / 2 ** 32;
  }

  /** Uniform, `from` ≤ value < `to`. */
  between(from: number, to: number): number {
    return from + (to - from) * this.uniform();
  }

  /** Normally distributed, mean 0, standard deviation 1 (Box and Muller). */
  normal(): number {
    const radius = Math.sqrt(-2 * Math.log(1 - this.uniform()));
    return radius * Math.cos(2 * Math.PI * this.uniform());
  }

  /** Normally distributed, mean 0, cut off at `limit`. */
  spread(deviation: number, limit: number): number {
    return Math.max(-limit, Math.min(limit, deviation * this.normal()));
  }

  /** Log-normally distributed: many values near the median, and a long tail above it. */
  logNormal(median: number, sigma: number): number {
    return median * Math.exp(sigma * this.normal());
  }
}
