import { expect, test } from 'vitest';
import { concatenate } from './concatenate.js';

test('concatenate copies the parts in their order', () => {
  const first = Float32Array.of(1, 2);
  const whole = concatenate(first, new Float32Array(0), Float32Array.of(3));
  expect(whole).toEqual(Float32Array.of(1, 2, 3));
  whole[0] = 9;
  expect(first[0]).toBe(1);
});

test('concatenate without parts is empty', () => {
  expect(concatenate()).toEqual(new Float32Array(0));
});
