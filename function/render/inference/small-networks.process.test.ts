import { setImmediate as nextTurn, setTimeout as sleep } from 'node:timers/promises';
import type { Worker } from 'node:worker_threads';
import { describe, expect, onTestFinished, test } from 'vitest';
import { bundledPicture } from '../../../test/fixtures/bundled-portraits.js';
import { keepNetworks } from './run-network.js';
import { SmallNetworks } from './small-networks.js';

/** Small networks, and the workers that are started for them. */
function networks(options?: { idleMs: number }): { networks: SmallNetworks; workers: Worker[] } {
  const workers: Worker[] = [];
  const collect = (worker: Worker) => workers.push(worker);
  process.on('worker', collect);
  onTestFinished(() => void process.off('worker', collect));
  const opened = new SmallNetworks(options);
  onTestFinished(() => opened.close());
  return { networks: opened, workers };
}

const side = 256;

async function square() {
  const rgb = await bundledPicture('alice').resize(side, side).raw().toBuffer();
  return { rgb, side, width: side, height: side };
}

/** Black: it is looked at in every direction. */
const blank = { rgb: new Uint8Array(1280 * 1280 * 3), side: 1280, width: 1280, height: 1280 };

describe('SmallNetworks', () => {
  test('start one worker with the first request, and end it when it was idle', async () => {
    const { networks: opened, workers } = networks({ idleMs: 1 });
    expect(workers).toHaveLength(0);
    const faces = await Promise.all([
      opened.examineFaces(await square()),
      opened.examineFaces(await square()),
    ]);
    expect(faces.map((found) => found.length)).toEqual([1, 1]);
    expect(faces[0]).toEqual(faces[1]);
    expect(workers).toHaveLength(1);
    const [worker] = workers;
    while (opened.isRunning || worker?.threadId !== -1) await sleep(5);
    expect(await opened.examineFaces(await square())).toEqual(faces[0]);
    expect(workers).toHaveLength(2);
  });

  test('fail the requests of a worker that dies, and start another one', async () => {
    const { networks: opened, workers } = networks();
    const failing = opened.examineFaces(blank);
    const expected = expect(failing).rejects.toMatchObject({ code: 'inference_failed', retryable: true });
    // The event that gives the worker comes in the next turn. The message is an uncaught error there.
    await nextTurn();
    workers[0]?.postMessage(null);
    await expected;
    expect(await opened.examineFaces(await square())).toHaveLength(1);
    expect(workers).toHaveLength(2);
  });

  test('stop a request, and answer the next one on the same worker', async () => {
    const { networks: opened, workers } = networks();
    const controller = new AbortController();
    const stopping = opened.examineFaces(blank, controller.signal);
    const next = opened.examineFaces(await square());
    controller.abort(new Error('stopped'));
    await expect(stopping).rejects.toThrow('stopped');
    await expect(opened.examineFaces(blank, controller.signal)).rejects.toThrow('stopped');
    expect(await next).toHaveLength(1);
    expect(workers).toHaveLength(1);
  });
});

test('keepNetworks loads a file again after it could not be loaded', async () => {
  const run = keepNetworks();
  const missing = { file: '/nowhere/network.onnx', inputs: {} };
  await expect(run(missing)).rejects.toThrow();
  await expect(run(missing)).rejects.toThrow(/nowhere/);
});
