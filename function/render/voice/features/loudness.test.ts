import { expect, test } from 'vitest';
import { Loudness } from './loudness.js';

test('Loudness computes the root mean square of each hundredth of a second, however the samples are split', () => {
  const samples = Float32Array.from({ length: 400 }, (_, n) => (n < 160 ? 0.5 : n % 2 === 0 ? 0.25 : -0.25));
  const whole = new Loudness();
  whole.add(samples);
  const pieces = new Loudness();
  for (let at = 0; at < samples.length; at += 7) pieces.add(samples.slice(at, at + 7));
  expect([...whole.values()]).toEqual([0.5, 0.25, 0.25]);
  expect(pieces.values()).toEqual(whole.values());
});

test('Loudness averages an incomplete last block over its own length', () => {
  const loudness = new Loudness();
  loudness.add(new Float32Array(161).fill(0.125));
  expect([...loudness.values()]).toEqual([0.125, 0.125]);
});

test('Loudness has no values without samples', () => {
  expect(new Loudness().values()).toHaveLength(0);
});
