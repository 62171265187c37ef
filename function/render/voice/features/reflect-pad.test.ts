import { describe, expect, test } from 'vitest';
import { gathered, inPieces } from '../../../../test/fixtures/streams.js';
import { reflectPad } from './reflect-pad.js';

async function reflected(samples: readonly number[], margin: number, ...pieces: number[]): Promise<number[]> {
  const parts = await gathered(reflectPad(inPieces(Float32Array.from(samples), ...pieces), margin));
  return parts.flatMap((part) => [...part]);
}

describe('reflectPad mirrors both ends without repeating the outermost sample', () => {
  test.each([[[5]], [[1]], [[2, 1]], [[3]]])('in pieces of %j', async (pieces) => {
    expect(await reflected([1, 2, 3, 4, 5], 2, ...pieces)).toEqual([3, 2, 1, 2, 3, 4, 5, 4, 3]);
  });

  test('for one sample more than the margin', async () => {
    expect(await reflected([1, 2, 3], 2, 3)).toEqual([3, 2, 1, 2, 3, 2, 1]);
    expect(await reflected([1, 2, 3], 2, 1)).toEqual([3, 2, 1, 2, 3, 2, 1]);
  });
});

test.each([[[1, 2]], [[]]])('reflectPad rejects a margin of 2 for %j', async (samples) => {
  await expect(reflected(samples, 2, 1)).rejects.toThrow(RangeError);
});
