import { describe, expect, test } from 'vitest';
import { inParallel } from './in-parallel.js';

const never = new AbortController().signal;

async function collected<T>(items: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const item of items) all.push(item);
  return all;
}

describe('inParallel', () => {
  test.each([1, 2, 3, 9])('yields results in order, with at most %i at once', async (max) => {
    let running = 0;
    let most = 0;
    const work = async (item: number) => {
      most = Math.max(most, ++running);
      // Later ones are ready first.
      for (let turns = 0; turns < 10 - item; turns++) await Promise.resolve();
      running--;
      return item;
    };
    expect(await collected(inParallel([1, 2, 3, 4, 5], max, work, never))).toEqual([1, 2, 3, 4, 5]);
    expect(most).toBe(Math.min(max, 5));
  });

  test('fails with the first error in order, and aborts the others', async () => {
    const aborted: number[] = [];
    const work = (item: number, signal: AbortSignal) =>
      new Promise<number>((_resolve, reject) => {
        if (item === 1) setTimeout(() => reject(new Error('first')), 20);
        if (item === 2) reject(new Error('second'));
        signal.addEventListener('abort', () => {
          aborted.push(item);
          reject(new Error('aborted'));
        });
      });
    await expect(collected(inParallel([1, 2, 3, 4], 3, work, never))).rejects.toThrow('first');
    expect(aborted).toContain(3);
    expect(aborted).not.toContain(4);
  });

  test('passes the signal on', async () => {
    const stop = new AbortController();
    const work = (_: number, signal: AbortSignal) =>
      new Promise<number>((_resolve, reject) =>
        signal.addEventListener('abort', () => reject(new Error('stopped'))),
      );
    const working = collected(inParallel([1, 2], 2, work, stop.signal));
    stop.abort();
    await expect(working).rejects.toThrow('stopped');
  });
});
