import { concatenate } from '../../numeric/concatenate.js';
import { sampleRateHz } from './mel.js';

/** Pitch values per second. */
export const pitchPerSecond = 50;

/** The lowest voices speak at 70 Hz; children and surprise reach 400 Hz. */
const minHz = 70;
const maxHz = 400;
/** A tenth of the bandwidth holds the fundamental, and costs a sixteenth of the time. */
const decimation = 4;
const rateHz = sampleRateHz / decimation;
const hop = rateHz / pitchPerSecond;
const minLag = Math.floor(rateHz / maxHz);
const maxLag = Math.ceil(rateHz / minHz);
const compared = 120;
const windowSize = compared + maxLag;
/** Below this correlation the sound has no pitch: a hiss, a breath, or silence. */
const voicedCorrelation = 0.6;
/** A multiple of the period correlates as well as the period itself. */
const nearlyBest = 0.9;
const minPower = 1e-7;

/**
 * Estimates the pitch of a voice: where the normalized cross-correlation of the sound with its own past
 * is highest.
 * @param chunks the voice's samples, mono 16 kHz, in pieces of any length
 * @returns hertz, {@link pitchPerSecond} values per second; 0 where the sound has no pitch
 */
export async function estimatePitch(chunks: AsyncIterable<Float32Array>): Promise<Float32Array> {
  const decimator = new Decimator();
  const values: number[] = [];
  // The window of the first value is centered on the middle of its hop.
  let held = new Float32Array(Math.ceil((windowSize - hop) / 2));
  let samples = 0;
  const measure = (more: Float32Array) => {
    held = concatenate(held, more);
    let start = 0;
    for (; start + windowSize <= held.length; start += hop) {
      values.push(pitchOf(held.subarray(start, start + windowSize)));
    }
    held = held.slice(start);
  };
  for await (const chunk of chunks) {
    samples += chunk.length;
    measure(decimator.push(chunk));
  }
  measure(new Float32Array(windowSize));
  return Float32Array.from(values.slice(0, Math.ceil((samples * pitchPerSecond) / sampleRateHz)));
}

/** Every fourth mean of eight samples: the mean removes what would fold back onto low frequencies. */
class Decimator {
  #sum = 0;
  #previous = 0;
  #filled = 0;

  push(chunk: Float32Array): Float32Array {
    const means: number[] = [];
    for (const sample of chunk) {
      this.#sum += sample;
      if (++this.#filled < decimation) continue;
      means.push((this.#sum + this.#previous) / (2 * decimation));
      this.#previous = this.#sum;
      this.#sum = 0;
      this.#filled = 0;
    }
    return Float32Array.from(means);
  }
}

function pitchOf(window: Float32Array): number {
  const power = energy(window, 0);
  if (power < minPower * compared) return 0;
  const correlations = new Float64Array(maxLag + 1);
  let best = 0;
  let lagged = energy(window, minLag);
  for (let lag = minLag; lag <= maxLag; lag++) {
    let product = 0;
    for (let i = 0; i < compared; i++) product += (window[i] ?? 0) * (window[i + lag] ?? 0);
    const correlation = product / Math.sqrt(power * Math.max(lagged, minPower));
    correlations[lag] = correlation;
    best = Math.max(best, correlation);
    lagged += (window[lag + compared] ?? 0) ** 2 - (window[lag] ?? 0) ** 2;
  }
  if (best < voicedCorrelation) return 0;
  for (let lag = minLag + 1; lag < maxLag; lag++) {
    const [before, here, after] = [lag - 1, lag, lag + 1].map((at) => correlations[at] ?? 0);
    if (before === undefined || here === undefined || after === undefined) continue;
    if (here < nearlyBest * best || here < before || here < after) continue;
    return rateHz / (lag + peakOffset(before, here, after));
  }
  return 0;
}

/** The energy of the samples that a lag compares. */
function energy(window: Float32Array, lag: number): number {
  let sum = 0;
  for (let i = lag; i < lag + compared; i++) sum += (window[i] ?? 0) ** 2;
  return sum;
}

/** Where the parabola through three values has its peak, relative to the middle one. */
function peakOffset(before: number, here: number, after: number): number {
  const curvature = before - 2 * here + after;
  return curvature === 0 ? 0 : (before - after) / (2 * curvature);
}
