import { expect, test } from 'vitest';
import { memoizeAsync } from './memoize-async.js';

test('memoizeAsync runs once, also for calls at the same time', async () => {
  let runs = 0;
  const load = memoizeAsync(() => Promise.resolve(++runs));
  expect(await Promise.all([load(), load()])).toEqual([1, 1]);
  expect(await load()).toBe(1);
});

test('memoizeAsync forgets a run that rejects', async () => {
  let runs = 0;
  const load = memoizeAsync(() =>
    ++runs === 1 ? Promise.reject(new Error('first')) : Promise.resolve(runs),
  );
  await expect(load()).rejects.toThrow('first');
  expect(await load()).toBe(2);
});
