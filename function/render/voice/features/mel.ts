import { memoizeAsync } from '../../../../config/memoize-async.js';
import { concatenate } from '../../numeric/concatenate.js';
import { melBands } from './mel-shape.js';
import { melFilters } from './mel-filters.js';
import { createSpectrum } from './fft.js';
import { reflectPad } from './reflect-pad.js';

/** Wav2Lip's own values; Rudrabha/Wav2Lip, hparams.py. */
export const sampleRateHz = 16_000;
const hopSamples = 200;
const fftSize = 800;
const preEmphasis = 0.97;
const minMagnitude = 1e-5;
const referenceDb = 20;
const rangeDb = 100;

/** The value of an empty mel band. */
export const silence = -4;
const maxMel = 4;

/** Number of mel columns of a voice: 80 per second. */
export function melColumnCount(sampleCount: number): number {
  return 1 + Math.floor(sampleCount / hopSamples);
}

/**
 * The mel spectrogram that Wav2Lip was trained on, column by column: pre-emphasis, magnitudes of 800
 * samples under a Hann window centered every 200, 80 Slaney mels from 55 to 7600 Hz, decibels scaled
 * to −4 … 4. Rudrabha/Wav2Lip, audio.py, on librosa 0.7 (newer versions pad with zeros).
 * @param chunks the voice's samples, mono 16 kHz, −1 … 1, in pieces of any length
 * @yields `[80]`, a new array each time
 */
export async function* readMelColumns(chunks: AsyncIterable<Float32Array>): AsyncGenerator<Float32Array> {
  const spectrum = await prepareMel();
  const window = hann(fftSize);
  const frame = new Float32Array(fftSize);
  let held = new Float32Array(0);

  for await (const chunk of reflectPad(emphasized(chunks), fftSize / 2)) {
    held = concatenate(held, chunk);
    let start = 0;
    for (; start + fftSize <= held.length; start += hopSamples) {
      for (let i = 0; i < fftSize; i++) frame[i] = (held[start + i] ?? 0) * (window[i] ?? 0);
      yield column(spectrum(frame));
    }
    held = held.slice(start);
  }
}

/**
 * Loads the Fourier transform ahead of time. The process has only one, because its WebAssembly memory
 * is never freed.
 */
export const prepareMel = memoizeAsync(() => createSpectrum(fftSize));

const filters = melFilters({ sampleRateHz, fftSize, bands: melBands, minHz: 55, maxHz: 7600 });

function column(magnitudes: Float32Array): Float32Array {
  return Float32Array.from(filters, ({ first, weights }) => {
    let sum = 0;
    for (let i = 0; i < weights.length; i++) sum += (weights[i] ?? 0) * (magnitudes[first + i] ?? 0);
    const db = 20 * Math.log10(Math.max(minMagnitude, sum)) - referenceDb;
    const value = ((maxMel - silence) * (db + rangeDb)) / rangeDb + silence;
    return Math.min(maxMel, Math.max(silence, value));
  });
}

/** Pre-emphasis: each sample minus 0.97 times the previous one. */
async function* emphasized(chunks: AsyncIterable<Float32Array>): AsyncGenerator<Float32Array> {
  let before = 0;
  for await (const chunk of chunks) {
    const lifted = chunk.map((sample, i) => sample - preEmphasis * (i === 0 ? before : (chunk[i - 1] ?? 0)));
    before = chunk.at(-1) ?? before;
    yield lifted;
  }
}

/** The periodic Hann window of scipy's `get_window`. */
function hann(size: number): Float64Array {
  return Float64Array.from({ length: size }, (_, i) => 0.5 - 0.5 * Math.cos((2 * Math.PI * i) / size));
}
