import { expect, test } from 'vitest';
import { fragmentStarts } from './fragment-plan.js';

test.each([
  [25, 'eq(n,0)+eq(n,10)+eq(n,25)+gte(n,50)*eq(mod(n-50,35),0)'],
  [29.97, 'eq(n,0)+eq(n,12)+eq(n,30)+gte(n,60)*eq(mod(n-60,41),0)'],
  [2, 'eq(n,0)+eq(n,1)+eq(n,2)+gte(n,4)*eq(mod(n-4,2),0)'],
  [1, 'eq(n,0)+eq(n,1)+gte(n,2)*eq(mod(n-2,1),0)'],
])('at %d frames per second, fragments start where %s', (fps, expression) => {
  expect(fragmentStarts(fps)).toBe(expression);
});
