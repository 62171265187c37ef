import { describe, expect, test, vi } from 'vitest';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { gathered } from '../../../test/fixtures/streams.js';
import { batchFrames, type FrameInput } from './batch-frames.js';

/** The portrait's own patch: one pixel. */
const neutralPatch = Uint8Array.of(200, 200, 200);

/** Frame inputs whose mel consists of one number; the mouth strength is 1 unless given. */
async function* inputs(
  ...items: readonly (number | [melValue: number, mouthStrength: number])[]
): AsyncGenerator<FrameInput> {
  for (const item of items) {
    const [melValue, mouthStrength] = typeof item === 'number' ? [item, 1] : item;
    yield await Promise.resolve({ mel: new Float32Array(1280).fill(melValue), mouthStrength });
  }
}

/** An engine whose patches are `[mel value, 100 × mouthStrength, batch size]`. */
function fakeEngine() {
  const renderFrames = vi.fn((mel: Float32Array, mouthStrength: Float32Array) =>
    Promise.resolve(
      Uint8Array.from(
        [...mouthStrength].flatMap((amount, i) => [
          mel[i * 1280] ?? 0,
          Math.round(100 * amount),
          mouthStrength.length,
        ]),
      ),
    ),
  );
  return { renderFrames };
}

async function patchesOf(
  engine: ReturnType<typeof fakeEngine>,
  frames: AsyncIterable<FrameInput>,
  batch = 4,
) {
  return (await gathered(batchFrames(engine, frames, neutralPatch, batch))).map((patch) => [...patch]);
}

test('batchFrames yields a patch for every frame, in order, over several batches', async () => {
  const engine = fakeEngine();
  const patches = await patchesOf(engine, inputs(1, 2, 3, 4, 5, 6, 7, 8, 9, 10));
  expect(patches.map(([melValue]) => melValue)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
  expect(engine.renderFrames.mock.calls.map(([, mouthStrength]) => mouthStrength.length)).toEqual([4, 4, 2]);
});

test('batchFrames doubles a small first batch until it has the full size', async () => {
  const engine = fakeEngine();
  const melValue = inputs(...Array.from({ length: 12 }, (_, i) => i + 1));
  const patches = await gathered(batchFrames(engine, melValue, neutralPatch, 4, 1));
  expect(patches.map(([number]) => number)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);
  expect(engine.renderFrames.mock.calls.map(([, mouthStrength]) => mouthStrength.length)).toEqual([
    1, 2, 4, 4, 1,
  ]);
});

test('batchFrames yields frames in order if batches finish out of order', async () => {
  const renderFrames = vi.fn(async (mel: Float32Array) => {
    const melValue = mel[0] ?? 0;
    for (let turn = 0; turn < 20 / melValue; turn++) await nextTurn();
    return Uint8Array.of(melValue, melValue, melValue);
  });
  const patches = await gathered(batchFrames({ renderFrames }, inputs(1, 2, 3, 4, 5), neutralPatch, 1));
  expect(patches.map(([melValue]) => melValue)).toEqual([1, 2, 3, 4, 5]);
});

test('batchFrames shows the portrait for frames with mouth strength 0, without computing them', async () => {
  const engine = fakeEngine();
  const patches = await patchesOf(engine, inputs([1, 0], 2, [3, 0], [4, 0], 5, [6, 0.5], [7, 0]));
  expect(patches).toEqual([
    [...neutralPatch],
    [2, 100, 3],
    [...neutralPatch],
    [...neutralPatch],
    [5, 100, 3],
    [6, 50, 3],
    [...neutralPatch],
  ]);
  expect(engine.renderFrames).toHaveBeenCalledTimes(1);
});

test('batchFrames does not call the engine during silence', async () => {
  const engine = fakeEngine();
  const silence = Array.from({ length: 1000 }, (): [number, number] => [7, 0]);
  expect(await patchesOf(engine, inputs(...silence))).toEqual(silence.map(() => [...neutralPatch]));
  expect(engine.renderFrames).not.toHaveBeenCalled();
});

describe('batchFrames with identical consecutive frames', () => {
  test('computes them once', async () => {
    const engine = fakeEngine();
    const patches = await patchesOf(engine, inputs(1, 1, 1, 2, 2, 3));
    expect(patches.map(([melValue]) => melValue)).toEqual([1, 1, 1, 2, 2, 3]);
    expect(engine.renderFrames.mock.calls.map(([, mouthStrength]) => mouthStrength.length)).toEqual([3]);
  });

  test('computes frames separately if only the mel or only the mouth strength is equal', async () => {
    const engine = fakeEngine();
    const patches = await patchesOf(engine, inputs([1, 1], [1, 0.5], [2, 0.5], [1, 1]));
    expect(patches.map(([melValue, mouthStrength]) => [melValue, mouthStrength])).toEqual([
      [1, 100],
      [1, 50],
      [2, 50],
      [1, 100],
    ]);
    expect(engine.renderFrames.mock.calls.map(([, mouthStrength]) => mouthStrength.length)).toEqual([4]);
  });
});

test('batchFrames computes one batch ahead of the consumer, and no more', async () => {
  const engine = fakeEngine();
  const frames = batchFrames(engine, inputs(...Array.from({ length: 40 }, (_, i) => i)), neutralPatch, 4);
  await frames.next();
  expect(engine.renderFrames).toHaveBeenCalledTimes(2);
  for (let i = 0; i < 4; i++) await frames.next();
  expect(engine.renderFrames).toHaveBeenCalledTimes(3);
  await frames.return(undefined);
});

test('batchFrames that is stopped early waits for batches in flight and closes its input', async () => {
  let [finished, closed] = [0, false];
  const renderFrames = async (mel: Float32Array) => {
    for (let turn = 0; turn < 5; turn++) await nextTurn();
    finished++;
    return Uint8Array.from({ length: (mel.length / 1280) * 3 }, () => 1);
  };
  async function* endless() {
    try {
      for (let i = 0; ; i++) yield* inputs(i);
    } finally {
      closed = true;
    }
  }
  for await (const patch of batchFrames({ renderFrames }, endless(), neutralPatch, 4)) {
    expect(patch).toEqual(Uint8Array.of(1, 1, 1));
    break;
  }
  expect(finished).toBe(2);
  expect(closed).toBe(true);
});

test('batchFrames throws an error of the engine when the failed frames are due', async () => {
  const unhandled: unknown[] = [];
  const record = (reason: unknown) => void unhandled.push(reason);
  process.on('unhandledRejection', record);
  const renderFrames = vi.fn((mel: Float32Array) =>
    mel[0] === 4
      ? Promise.reject(new Error('the engine failed'))
      : Promise.resolve(new Uint8Array((mel.length / 1280) * 3).fill(1)),
  );
  const frames = batchFrames({ renderFrames }, inputs(0, 1, 2, 3, 4, 5, 6, 7), neutralPatch, 4);
  for (let i = 0; i < 4; i++) {
    expect((await frames.next()).done).toBe(false);
    // The consumer is slow, and the second batch has already failed.
    await nextTurn();
  }
  await expect(frames.next()).rejects.toThrow('the engine failed');
  process.off('unhandledRejection', record);
  expect(unhandled).toEqual([]);
});
