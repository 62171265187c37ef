import { expect, test } from 'vitest';
import { minimumJerk, peakSpeed } from './minimum-jerk.js';
import { smoothStep } from './smooth-step.js';

test.each([
  [-1, 0],
  [2, 0],
  [3, 0.15625],
  [4, 0.5],
  [6, 1],
  [9, 1],
])('smoothStep from 2 to 6 at %d is %d', (value, expected) => {
  expect(smoothStep(2, 6, value)).toBe(expected);
});

test('smoothStep falls if `from` is the greater bound', () => {
  expect(smoothStep(6, 2, 3)).toBe(0.84375);
});

test('minimumJerk goes from 0 to 1, fastest in the middle', () => {
  expect([-1, 0, 0.5, 1, 2].map(minimumJerk)).toEqual([0, 0, 0.5, 1, 1]);
  expect((minimumJerk(0.5005) - minimumJerk(0.4995)) / 0.001).toBeCloseTo(peakSpeed, 5);
});
