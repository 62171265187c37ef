import { expect, test } from 'vitest';
import { median } from './median.js';

test.each([
  [[3, 1, 2], 2],
  [[10, 9, 100], 10],
  [[4, 1, 2, 3], 3],
  [[], 0],
])('the median of %j is %d', (values, expected) => {
  expect(median(values)).toBe(expected);
});
