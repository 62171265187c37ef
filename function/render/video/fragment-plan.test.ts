import { expect, test } from 'vitest';
import { fragmentStarts } from './fragment-plan.js';

test.each([
  [25, 'eq(mod(n,25),0)+eq(n,10)'],
  [29.97, 'eq(mod(n,30),0)+eq(n,12)'],
  [2, 'eq(mod(n,2),0)+eq(n,1)'],
  [1, 'eq(mod(n,1),0)'],
])('at %d frames per second, fragments start where %s', (fps, expression) => {
  expect(fragmentStarts(fps)).toBe(expression);
});
