import { expect, test } from 'vitest';
import { chirp } from '../../../../test/fixtures/signals.js';
import { createSpectrum } from './fft.js';

test('createSpectrum computes the magnitudes of the discrete Fourier transform, including both real bins', async () => {
  const spectrum = await createSpectrum(800);
  const samples = chirp().slice(3000, 3800);
  const magnitudes = spectrum(samples);
  expect(magnitudes).toHaveLength(401);
  for (const bin of [0, 1, 2, 33, 74, 199, 399, 400]) {
    let real = 0;
    let imaginary = 0;
    for (const [n, sample] of samples.entries()) {
      real += sample * Math.cos((2 * Math.PI * bin * n) / 800);
      imaginary -= sample * Math.sin((2 * Math.PI * bin * n) / 800);
    }
    expect(magnitudes[bin]).toBeCloseTo(Math.hypot(real, imaginary), 3);
  }
});

test('two transforms do not interfere with each other', async () => {
  const [first, second] = await Promise.all([createSpectrum(800), createSpectrum(32)]);
  const ones = (size: number) => new Float32Array(size).fill(1);
  expect(second(ones(32))[0]).toBeCloseTo(32, 4);
  expect(first(ones(800))[0]).toBeCloseTo(800, 3);
  expect(second(ones(32))[1]).toBeCloseTo(0, 4);
});
