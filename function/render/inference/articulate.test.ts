import { setImmediate as nextTurn } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { gathered } from '../../../test/fixtures/streams.js';
import { emptyMouths, windowSize } from '../portrait/drawn-mouths.js';
import { articulate } from './articulate.js';
import type { SpokenMouth } from './batch-frames.js';

/** Mouths whose lower lip goes down by some pixels; undefined at rest. */
async function* mouthsOf(openings: readonly (number | undefined)[]): AsyncGenerator<SpokenMouth | undefined> {
  for (const opening of openings) {
    if (opening === undefined) {
      await nextTurn();
      yield undefined;
      continue;
    }
    const mouth = { ...emptyMouths(1, true), strength: 1 };
    mouth.detail?.motion.fill(opening, windowSize.height * windowSize.width);
    yield mouth;
  }
}

/** How far the mouths open with their emphasis. */
async function emphasized(openings: readonly (number | undefined)[], fps = 25) {
  const found = await gathered(articulate(mouthsOf(openings), fps));
  return found.map((mouth, frame) => mouth && (mouth.emphasis ?? NaN) * (openings[frame] ?? NaN));
}

describe('articulate', () => {
  it('deepens the lowest frame of a dip by two fifths of its depth', async () => {
    const shown = await emphasized([10, 10, 8, 4, 8, 10, 10]);
    expect(shown[3]).toBeCloseTo(4 - 0.4 * 6, 5);
  });

  it('measures the depth of a dip from its lower side', async () => {
    const shown = await emphasized([9, 9, 3, 5, 5, 5, 5]);
    expect(shown[2]).toBeCloseTo(3 - 0.4 * 2, 5);
  });

  it('lets a frame beside a dip follow its neighbors', async () => {
    const shown = await emphasized([4, 4, 5, 10, 10, 10]);
    expect(shown[2]).toBeCloseTo(5 + 0.35 * 2, 5);
    expect(shown[3]).toBeCloseTo(10 - 0.35 * 2.5, 5);
  });

  it('neither opens a mouth to more than twice what was drawn, nor closes it past closed', async () => {
    const shown = await emphasized([0.5, 1, 20, 20, 20, 1, 20, 20, 20]);
    expect(shown[1]).toBeCloseTo(2, 5);
    expect(shown[5]).toBe(0);
  });

  it('leaves even mouths and frames at rest as they are', async () => {
    expect(await emphasized([undefined, 6, 6, 6, undefined, undefined])).toEqual([
      undefined,
      expect.closeTo(6 - 0.35 * 3, 5),
      6,
      expect.closeTo(6 - 0.35 * 3, 5),
      undefined,
      undefined,
    ]);
    expect((await emphasized(Array.from({ length: 9 }, () => 7))).every((opening) => opening === 7)).toBe(
      true,
    );
  });

  it('looks equally far in time at twice the frame rate', async () => {
    const slow = await emphasized([10, 10, 8, 4, 8, 10, 10]);
    const fast = await emphasized([10, 10, 10, 10, 8, 8, 4, 4, 8, 8, 10, 10, 10, 10], 50);
    expect(fast[6]).toBeCloseTo(slow[3] ?? NaN, 5);
    expect(fast[0]).toBeCloseTo(slow[0] ?? NaN, 5);
  });

  it('passes frames at rest before it asks for the next one', async () => {
    const pulled: number[] = [];
    const source = async function* () {
      for (let frame = 0; ; frame++) {
        pulled.push(frame);
        await nextTurn();
        yield undefined;
      }
    };
    const frames = articulate(source(), 25);
    await frames.next();
    expect(pulled).toEqual([0]);
    await frames.return(undefined);
  });

  it('passes mouths without detail as they are', async () => {
    const { drawn } = emptyMouths(1, false);
    const mouth = { drawn, strength: 1 };
    const source = async function* () {
      yield await Promise.resolve(mouth);
    };
    expect(await gathered(articulate(source(), 25))).toEqual([{ ...mouth, emphasis: undefined }]);
  });
});
