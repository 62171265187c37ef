/** Half the zero crossings of the filter at the lower rate, the share of the band that passes, and the
 * window: the values of ffmpeg's libswresample. */
const filterSize = 32;
const cutoff = 0.97;
const kaiserBeta = 9;
/** Filters for fractions of a sample; more are rounded to this number. */
const maxPhases = 4096;

/**
 * Changes the rate of a signal, piece by piece, with a Kaiser-windowed sinc. Where both rates are equal
 * the samples pass unchanged.
 */
export class Resampler {
  readonly #from: number;
  readonly #to: number;
  readonly #taps: number;
  readonly #center: number;
  readonly #phases: number;
  readonly #filters: Float32Array;
  /** The samples that the next outputs need; the first one has the number `#first`. */
  #held: Float32Array<ArrayBuffer>;
  #first: number;
  #inputs = 0;
  #outputs = 0;

  constructor(fromHz: number, toHz: number) {
    const divisor = greatestCommonDivisor(fromHz, toHz);
    this.#from = fromHz / divisor;
    this.#to = toHz / divisor;
    const factor = Math.min(1, (this.#to * cutoff) / this.#from);
    this.#taps = Math.ceil(filterSize / factor);
    this.#center = Math.floor((this.#taps - 1) / 2);
    this.#phases = Math.min(this.#to, maxPhases);
    this.#filters = filters(this.#taps, this.#phases, factor);
    this.#held = new Float32Array(this.#center);
    this.#first = -this.#center;
  }

  /** @returns the samples that are complete by now */
  push(samples: Float32Array): Float32Array<ArrayBuffer> {
    if (this.#from === this.#to) return samples.slice();
    this.#inputs += samples.length;
    const held = new Float32Array(this.#held.length + samples.length);
    held.set(this.#held);
    held.set(samples, this.#held.length);
    this.#held = held;
    return this.#produce();
  }

  /** @returns the rest: the length of the input, rounded up */
  end(): Float32Array<ArrayBuffer> {
    if (this.#from === this.#to) return new Float32Array(0);
    const wanted = Math.ceil((this.#inputs * this.#to) / this.#from) - this.#outputs;
    const inputs = this.#inputs;
    const rest = this.push(new Float32Array(this.#taps + this.#from));
    this.#inputs = inputs;
    return rest.slice(0, Math.max(0, wanted));
  }

  #produce(): Float32Array<ArrayBuffer> {
    const end = this.#first + this.#held.length;
    const out: number[] = [];
    for (;;) {
      const position = (this.#outputs * this.#from) / this.#to;
      const whole = Math.floor(position);
      const start = whole - this.#center;
      if (start + this.#taps + 1 > end) break;
      out.push(this.#valueAt(start - this.#first, position - whole));
      this.#outputs++;
    }
    const next = Math.floor((this.#outputs * this.#from) / this.#to) - this.#center;
    const drop = Math.min(this.#held.length, Math.max(0, next - this.#first));
    this.#held = this.#held.slice(drop);
    this.#first += drop;
    return Float32Array.from(out);
  }

  #valueAt(start: number, fraction: number): number {
    const rounded = Math.round(fraction * this.#phases);
    // The last phase is the first of the next sample.
    const [phase, shift] = rounded === this.#phases ? [0, 1] : [rounded, 0];
    let sum = 0;
    for (let tap = 0, at = phase * this.#taps; tap < this.#taps; tap++, at++) {
      sum += (this.#filters[at] ?? 0) * (this.#held[start + shift + tap] ?? 0);
    }
    return sum;
  }
}

/** `[phases, taps]`; the sum of each phase is 1. */
function filters(taps: number, phases: number, factor: number): Float32Array {
  const center = Math.floor((taps - 1) / 2);
  const all = new Float32Array(taps * phases);
  for (let phase = 0; phase < phases; phase++) {
    const values = Float64Array.from({ length: taps }, (_, tap) => {
      const x = Math.PI * (tap - center - phase / phases) * factor;
      const w = (2 * x) / (factor * taps * Math.PI);
      const sinc = x === 0 ? 1 : Math.sin(x) / x;
      return sinc * bessel(kaiserBeta * Math.sqrt(Math.max(0, 1 - w * w)));
    });
    const sum = values.reduce((total, value) => total + value, 0);
    all.set(
      values.map((value) => value / sum),
      phase * taps,
    );
  }
  return all;
}

/** The modified Bessel function of the first kind and order 0, by its series. */
function bessel(x: number): number {
  let sum = 1;
  for (let k = 1, term = 1; term > sum * 1e-12; k++) {
    term *= (x / (2 * k)) ** 2;
    sum += term;
  }
  return sum;
}

function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b);
}
