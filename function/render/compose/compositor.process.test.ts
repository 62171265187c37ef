import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { ManualClock } from '../../../test/fixtures/manual-clock.js';
import { randomNumbers } from '../../../test/fixtures/random.js';
import { temporaryFolder } from '../../../test/fixtures/temporary-folder.js';
import { failingWorker } from '../../../test/fixtures/worker-tasks.js';
import { poseAtRest } from '../motion/pose.js';
import { withCompositor, type Compositor, type CompositorOptions } from './compositor.js';
import type { SceneInput } from './scene.js';

const [width, height] = [128, 96];
const never = new AbortController().signal;
const turned = { pose: { ...poseAtRest, yaw: 0.05 } };

/** A portrait of noise whose head turns, before a background on its right. */
function sceneOf(): SceneInput {
  const random = randomNumbers(3);
  const fields = new Float32Array(6 * 64 * 64).fill(40, 0, 64 * 64);
  const person = Float32Array.from({ length: 128 * 128 }, (_, at) => (at % 128 < 80 ? 1 : 0));
  const box = { x: 40, y: 20, width: 40, height: 50 };
  return {
    picture: { width, height, rgb: Uint8Array.from({ length: 3 * width * height }, () => 255 * random()) },
    patch: { x: 50, y: 50, width: 20, height: 16 },
    mask: new Float32Array(20 * 16).fill(1),
    window: { origin: [-30, -40], across: [1, 0], down: [0, 1] },
    eyes: [],
    lids: [],
    head: {
      ...{ fields, person, box, crop: { x: 0, y: 0, width, height } },
      range: { yaw: 0.09, pitch: 0.09, roll: 0.09, breath: 1 },
    },
  };
}

async function drawTurned(compositor: Compositor): Promise<Buffer> {
  // A process reports its new worker in the next turn.
  await nextTurn();
  await compositor.prepare(sceneOf());
  return Buffer.from(await compositor.draw(turned));
}

function drawn(signal = never, options: CompositorOptions = {}): Promise<Buffer> {
  return withCompositor(signal, drawTurned, options);
}

describe.each(['prepare', 'draw'])('a compositor whose thread fails at %s', (task) => {
  test('rejects with the code of the failure if the thread dies; the next one draws', async () => {
    const expected = await drawn();
    const failed = failingWorker(task, 'dies');
    await expect(drawn()).rejects.toMatchObject({
      code: 'internal',
      message: 'The thread that draws frames has ended.',
    });
    await failed;
    expect(Buffer.compare(await drawn(), expected)).toBe(0);
  });

  test('rejects if the thread hangs for two minutes; the next one draws', async () => {
    const expected = await drawn();
    const failed = failingWorker(task, 'hangs');
    const clock = new ManualClock();
    const drawing = expect(drawn(never, { clock })).rejects.toMatchObject({
      code: 'internal',
      cause: { message: 'the thread has not answered for 120 s' },
    });
    await failed;
    clock.advance(120_000);
    await drawing;
    expect(Buffer.compare(await drawn(), expected)).toBe(0);
  });

  test('rejects with the reason of an abort while the thread hangs', async () => {
    const stop = new AbortController();
    const failed = failingWorker(task, 'hangs');
    const drawing = expect(drawn(stop.signal)).rejects.toThrow('canceled');
    await failed;
    stop.abort(new Error('canceled'));
    await drawing;
  });
});

test('a compositor answers the next request after one that failed', async () => {
  await withCompositor(never, async (compositor) => {
    await expect(compositor.draw(turned)).rejects.toMatchObject({
      code: 'internal',
      message: 'The compositor failed: no portrait was prepared',
    });
    expect(Buffer.compare(await drawTurned(compositor), await drawn())).toBe(0);
  });
});

test('what is cached gives the same bytes as what is prepared', async () => {
  const expected = await drawn();
  const cacheFolder = await temporaryFolder();
  expect(Buffer.compare(await drawn(never, { cacheFolder }), expected)).toBe(0);
  expect(await readdir(path.join(cacheFolder, 'prepared'))).toEqual([expect.stringMatching(/-matte-/)]);
  expect(Buffer.compare(await drawn(never, { cacheFolder }), expected)).toBe(0);
});
