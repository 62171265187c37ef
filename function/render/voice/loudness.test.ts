import { expect, test } from 'vitest';
import { Loudness } from './loudness.js';

test('each hundredth of a second has its root mean square, whatever the pieces', () => {
  const samples = Float32Array.from({ length: 400 }, (_, n) => (n < 160 ? 0.5 : n % 2 === 0 ? 0.25 : -0.25));
  const whole = new Loudness();
  whole.add(samples);
  const pieces = new Loudness();
  for (let at = 0; at < samples.length; at += 7) pieces.add(samples.slice(at, at + 7));
  expect([...whole.values()]).toEqual([0.5, 0.25, 0.25]);
  expect(pieces.values()).toEqual(whole.values());
});

test('a last block that is not full counts as far as it goes', () => {
  const loudness = new Loudness();
  loudness.add(new Float32Array(161).fill(0.125));
  expect([...loudness.values()]).toEqual([0.125, 0.125]);
});

test('without samples there is no loudness', () => {
  expect(new Loudness().values()).toHaveLength(0);
});
