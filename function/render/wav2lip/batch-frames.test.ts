import { describe, expect, test, vi } from 'vitest';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { gathered } from '../../../test/fixtures/streams.js';
import { batchFrames, type FrameInput } from './batch-frames.js';

/** A patch of one pixel; the engine below answers with the utterance's number and blendWeight. */
const atRest = Uint8Array.of(200, 200, 200);

/** Says the numbers given, each at full blendWeight unless it says otherwise. */
async function* saying(
  ...items: readonly (number | [said: number, blendWeight: number])[]
): AsyncGenerator<FrameInput> {
  for (const item of items) {
    const [said, blendWeight] = typeof item === 'number' ? [item, 1] : item;
    yield await Promise.resolve({ mel: new Float32Array(1280).fill(said), blendWeight });
  }
}

/** Answers with `[number, 100 × blendWeight, size of the batch]`. */
function engine() {
  const renderFrames = vi.fn((mel: Float32Array, blendWeight: Float32Array) =>
    Promise.resolve(
      Uint8Array.from(
        [...blendWeight].flatMap((amount, i) => [
          mel[i * 1280] ?? 0,
          Math.round(100 * amount),
          blendWeight.length,
        ]),
      ),
    ),
  );
  return { renderFrames };
}

async function shown(worker: ReturnType<typeof engine>, said: AsyncIterable<FrameInput>, batch = 4) {
  return (await gathered(batchFrames(worker, said, atRest, batch))).map((patch) => [...patch]);
}

test('every utterance has its mouth, in order, over several batches', async () => {
  const worker = engine();
  const patches = await shown(worker, saying(1, 2, 3, 4, 5, 6, 7, 8, 9, 10));
  expect(patches.map(([said]) => said)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
  expect(worker.renderFrames.mock.calls.map(([, blendWeight]) => blendWeight.length)).toEqual([4, 4, 2]);
});

test('the first batch may be small, and doubles until it is whole', async () => {
  const worker = engine();
  const said = saying(...Array.from({ length: 12 }, (_, i) => i + 1));
  const patches = await gathered(batchFrames(worker, said, atRest, 4, 1));
  expect(patches.map(([number]) => number)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);
  expect(worker.renderFrames.mock.calls.map(([, blendWeight]) => blendWeight.length)).toEqual([
    1, 2, 4, 4, 1,
  ]);
});

test('answers that come out of order are shown in order', async () => {
  const renderFrames = vi.fn(async (mel: Float32Array) => {
    const said = mel[0] ?? 0;
    for (let turn = 0; turn < 20 / said; turn++) await nextTurn();
    return Uint8Array.of(said, said, said);
  });
  const patches = await gathered(
    batchFrames({ renderFrames: renderFrames }, saying(1, 2, 3, 4, 5), atRest, 1),
  );
  expect(patches.map(([said]) => said)).toEqual([1, 2, 3, 4, 5]);
});

test('frames at rest are not computed and show the portrait', async () => {
  const worker = engine();
  const patches = await shown(worker, saying([1, 0], 2, [3, 0], [4, 0], 5, [6, 0.5], [7, 0]));
  expect(patches).toEqual([
    [...atRest],
    [2, 100, 3],
    [...atRest],
    [...atRest],
    [5, 100, 3],
    [6, 50, 3],
    [...atRest],
  ]);
  expect(worker.renderFrames).toHaveBeenCalledTimes(1);
});

test('a silence of any length does not bother the engine', async () => {
  const worker = engine();
  const silence = Array.from({ length: 1000 }, (): [number, number] => [7, 0]);
  expect(await shown(worker, saying(...silence))).toEqual(silence.map(() => [...atRest]));
  expect(worker.renderFrames).not.toHaveBeenCalled();
});

describe('equal frames in a row', () => {
  test('are computed once', async () => {
    const worker = engine();
    const patches = await shown(worker, saying(1, 1, 1, 2, 2, 3));
    expect(patches.map(([said]) => said)).toEqual([1, 1, 1, 2, 2, 3]);
    expect(worker.renderFrames.mock.calls.map(([, blendWeight]) => blendWeight.length)).toEqual([3]);
  });

  test('but not where only the mel or only the blendWeight is equal', async () => {
    const worker = engine();
    const patches = await shown(worker, saying([1, 1], [1, 0.5], [2, 0.5], [1, 1]));
    expect(patches.map(([said, blendWeight]) => [said, blendWeight])).toEqual([
      [1, 100],
      [1, 50],
      [2, 50],
      [1, 100],
    ]);
    expect(worker.renderFrames.mock.calls.map(([, blendWeight]) => blendWeight.length)).toEqual([4]);
  });
});

test('the next batch is asked for while the last is being used, and no more than that', async () => {
  const worker = engine();
  const frames = batchFrames(worker, saying(...Array.from({ length: 40 }, (_, i) => i)), atRest, 4);
  await frames.next();
  expect(worker.renderFrames).toHaveBeenCalledTimes(2);
  for (let i = 0; i < 4; i++) await frames.next();
  expect(worker.renderFrames).toHaveBeenCalledTimes(3);
  await frames.return(undefined);
});

test('an early end waits for what is in flight, and closes what it reads', async () => {
  let [finished, closed] = [0, false];
  const renderFrames = async (mel: Float32Array) => {
    for (let turn = 0; turn < 5; turn++) await nextTurn();
    finished++;
    return Uint8Array.from({ length: (mel.length / 1280) * 3 }, () => 1);
  };
  async function* endless() {
    try {
      for (let i = 0; ; i++) yield* saying(i);
    } finally {
      closed = true;
    }
  }
  for await (const patch of batchFrames({ renderFrames: renderFrames }, endless(), atRest, 4)) {
    expect(patch).toEqual(Uint8Array.of(1, 1, 1));
    break;
  }
  expect(finished).toBe(2);
  expect(closed).toBe(true);
});

test('an error of the engine is thrown where its frames would come, and nothing else is', async () => {
  const unheard: unknown[] = [];
  const hear = (reason: unknown) => void unheard.push(reason);
  process.on('unhandledRejection', hear);
  const renderFrames = vi.fn((mel: Float32Array) =>
    mel[0] === 4
      ? Promise.reject(new Error('the engine broke'))
      : Promise.resolve(new Uint8Array((mel.length / 1280) * 3).fill(1)),
  );
  const frames = batchFrames({ renderFrames: renderFrames }, saying(0, 1, 2, 3, 4, 5, 6, 7), atRest, 4);
  for (let i = 0; i < 4; i++) {
    expect((await frames.next()).done).toBe(false);
    // Whoever uses the frames takes their time, while the second batch has failed already.
    await nextTurn();
  }
  await expect(frames.next()).rejects.toThrow('the engine broke');
  process.off('unhandledRejection', hear);
  expect(unheard).toEqual([]);
});
