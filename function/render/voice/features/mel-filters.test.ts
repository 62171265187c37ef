import { expect, test } from 'vitest';
import { melFilters } from './mel-filters.js';

const filters = melFilters({ sampleRateHz: 16_000, fftSize: 800, bands: 80, minHz: 55, maxHz: 7600 });

/** What `librosa.filters.mel(sr=16000, n_fft=800, n_mels=80, fmin=55, fmax=7600)` gives. */
test.each([
  { band: 0, first: 3, length: 4, weights: [0.003869592, 0.01934796, 0.02081245, 0.005334082] },
  { band: 1, first: 5, length: 4, weights: [0.00700694, 0.02248531, 0.0176751, 0.002196735] },
  { band: 12, first: 25, length: 3, weights: [0.01056102, 0.02603939, 0.01412102] },
  { band: 40, first: 84, length: 6, weights: [0.004383108, 0.009363133, 0.01434316, 0.01207685] },
  { band: 79, first: 353, length: 27, weights: [4.268638e-5, 0.0003190443, 0.0005954023, 0.0008717602] },
])(
  'melFilters weights the bins of band $band from $first on like librosa',
  ({ band, first, length, weights }) => {
    const filter = filters[band];
    expect(filter?.first).toBe(first);
    expect(filter?.weights).toHaveLength(length);
    for (const [i, weight] of weights.entries()) expect(filter?.weights[i]).toBeCloseTo(weight, 8);
  },
);

test('melFilters returns the requested number of bands, none of them empty', () => {
  expect(filters).toHaveLength(80);
  expect(filters.every(({ weights }) => weights.length > 0 && weights.every((weight) => weight > 0))).toBe(
    true,
  );
});
