import { describe, expect, test, vi } from 'vitest';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { gathered } from '../../../test/fixtures/streams.js';
import { emptyMouths, perFrame, type DrawnMouths } from '../portrait/drawn-mouths.js';
import { batchFrames, type FrameInput } from './batch-frames.js';

/** Frame inputs whose mel consists of one number; the mouth strength is 1 unless given. */
async function* inputs(
  ...items: readonly (number | [melValue: number, mouthStrength: number])[]
): AsyncGenerator<FrameInput> {
  for (const item of items) {
    const [melValue, mouthStrength] = typeof item === 'number' ? [item, 1] : item;
    yield await Promise.resolve({ mel: new Float32Array(1280).fill(melValue), mouthStrength });
  }
}

/** Mouths whose first byte is a number each. */
function mouthsOf(values: readonly number[]): DrawnMouths {
  const mouths = emptyMouths(values.length, false);
  for (const [frame, value] of values.entries()) mouths.drawn[frame * perFrame.drawn] = value;
  return mouths;
}

/** An engine whose mouths are their mel values. */
function fakeEngine() {
  const drawMouths = vi.fn((mel: Float32Array) =>
    Promise.resolve(mouthsOf(Array.from({ length: mel.length / 1280 }, (_, i) => mel[i * 1280] ?? 0))),
  );
  const batchSizes = () => drawMouths.mock.calls.map(([mel]) => mel.length / 1280);
  return { drawMouths, batchSizes };
}

/** `[mel value, strength]` of each frame; undefined at rest. */
async function shownOf(
  engine: Pick<ReturnType<typeof fakeEngine>, 'drawMouths'>,
  frames: AsyncIterable<FrameInput>,
  batch = 4,
  first = batch,
) {
  const mouths = await gathered(batchFrames(engine, frames, batch, first));
  return mouths.map((mouth) => mouth && [mouth.drawn[0], mouth.strength]);
}

test('batchFrames yields a mouth for every frame, in order, over several batches', async () => {
  const engine = fakeEngine();
  const shown = await shownOf(engine, inputs(1, 2, 3, 4, 5, 6, 7, 8, 9, 10));
  expect(shown).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10].map((value) => [value, 1]));
  expect(engine.batchSizes()).toEqual([4, 4, 2]);
});

test('batchFrames doubles a small first batch until it has the full size', async () => {
  const engine = fakeEngine();
  const numbers = Array.from({ length: 12 }, (_, i) => i + 1);
  const shown = await shownOf(engine, inputs(...numbers), 4, 1);
  expect(shown.map((mouth) => mouth?.[0])).toEqual(numbers);
  expect(engine.batchSizes()).toEqual([1, 2, 4, 4, 1]);
});

test('batchFrames yields frames in order if batches finish out of order', async () => {
  const drawMouths = vi.fn(async (mel: Float32Array) => {
    const value = mel[0] ?? 0;
    for (let turn = 0; turn < 20 / value; turn++) await nextTurn();
    return mouthsOf([value]);
  });
  const shown = await shownOf({ drawMouths }, inputs(1, 2, 3, 4, 5), 1);
  expect(shown.map((mouth) => mouth?.[0])).toEqual([1, 2, 3, 4, 5]);
});

test('batchFrames computes nothing for frames with mouth strength 0', async () => {
  const engine = fakeEngine();
  const shown = await shownOf(engine, inputs([1, 0], 2, [3, 0], [4, 0], 5, [6, 0.5], [7, 0]));
  expect(shown).toEqual([undefined, [2, 1], undefined, undefined, [5, 1], [6, 0.5], undefined]);
  expect(engine.batchSizes()).toEqual([3]);
});

test('batchFrames does not call the engine during silence', async () => {
  const engine = fakeEngine();
  const silence = Array.from({ length: 1000 }, (): [number, number] => [7, 0]);
  expect(await shownOf(engine, inputs(...silence))).toEqual(silence.map(() => undefined));
  expect(engine.drawMouths).not.toHaveBeenCalled();
});

describe('batchFrames with identical consecutive mel windows', () => {
  test('computes them once', async () => {
    const engine = fakeEngine();
    const shown = await shownOf(engine, inputs(1, 1, 1, 2, 2, 3));
    expect(shown.map((mouth) => mouth?.[0])).toEqual([1, 1, 1, 2, 2, 3]);
    expect(engine.batchSizes()).toEqual([3]);
  });

  test('shows them at their own strengths', async () => {
    const engine = fakeEngine();
    const shown = await shownOf(engine, inputs([1, 1], [1, 0.5], [2, 0.5], [1, 1]));
    expect(shown).toEqual([
      [1, 1],
      [1, 0.5],
      [2, 0.5],
      [1, 1],
    ]);
    expect(engine.batchSizes()).toEqual([3]);
  });
});

test('batchFrames computes one batch ahead of the consumer, and no more', async () => {
  const engine = fakeEngine();
  const frames = batchFrames(engine, inputs(...Array.from({ length: 40 }, (_, i) => i)), 4);
  await frames.next();
  expect(engine.drawMouths).toHaveBeenCalledTimes(2);
  for (let i = 0; i < 4; i++) await frames.next();
  expect(engine.drawMouths).toHaveBeenCalledTimes(3);
  await frames.return(undefined);
});

test('batchFrames that is stopped early waits for batches in flight and closes its input', async () => {
  let [finished, closed] = [0, false];
  const drawMouths = async (mel: Float32Array) => {
    for (let turn = 0; turn < 5; turn++) await nextTurn();
    finished++;
    return emptyMouths(mel.length / 1280, false);
  };
  async function* endless() {
    try {
      for (let i = 0; ; i++) yield* inputs(i);
    } finally {
      closed = true;
    }
  }
  for await (const mouth of batchFrames({ drawMouths }, endless(), 4)) {
    expect(mouth?.strength).toBe(1);
    break;
  }
  expect(finished).toBe(2);
  expect(closed).toBe(true);
});

test('batchFrames throws an error of the engine when the failed frames are due', async () => {
  const unhandled: unknown[] = [];
  const record = (reason: unknown) => void unhandled.push(reason);
  process.on('unhandledRejection', record);
  const drawMouths = vi.fn((mel: Float32Array) =>
    mel[0] === 4
      ? Promise.reject(new Error('the engine failed'))
      : Promise.resolve(emptyMouths(mel.length / 1280, false)),
  );
  const frames = batchFrames({ drawMouths }, inputs(0, 1, 2, 3, 4, 5, 6, 7), 4);
  for (let i = 0; i < 4; i++) {
    expect((await frames.next()).done).toBe(false);
    // The consumer is slow, and the second batch has already failed.
    await nextTurn();
  }
  await expect(frames.next()).rejects.toThrow('the engine failed');
  process.off('unhandledRejection', record);
  expect(unhandled).toEqual([]);
});
