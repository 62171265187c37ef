import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Worker } from 'node:worker_threads';
import { describe, expect, onTestFinished, test } from 'vitest';
import { noiseFace, noiseMels, portraitOf } from '../../../test/fixtures/reference-network.js';
import { tinyModel } from '../../../test/fixtures/tiny-model.js';
import { Wav2LipEngine } from './engine.js';

const portrait = portraitOf(noiseFace());

/** An engine, and all workers that are started for it, the latest one last. */
async function loadedWithWorkers(): Promise<{ engine: Wav2LipEngine; workers: Worker[] }> {
  const workers: Worker[] = [];
  const collect = (worker: Worker) => workers.push(worker);
  process.on('worker', collect);
  onTestFinished(() => void process.off('worker', collect));
  const engine = await Wav2LipEngine.load(tinyModel().graphs, { threads: 1 });
  onTestFinished(() => engine.close());
  return { engine, workers };
}

/** Crashes a worker with an uncaught error as soon as it handles its next message. */
function crash(worker: Worker | undefined): void {
  worker?.postMessage(null);
}

describe('Wav2LipEngine whose worker dies', () => {
  test('fails the render in flight with a retryable error, and renders the next one', async () => {
    const { engine, workers } = await loadedWithWorkers();
    await engine.setPortrait(portrait);
    const expected = await engine.drawMouths(noiseMels(1));

    // Many batches: the worker handles the message between two of them.
    const frames = 512;
    const rendering = engine.drawMouths(noiseMels(frames));
    const failing = expect(rendering).rejects.toMatchObject({
      code: 'inference_failed',
      retryable: true,
      cause: { name: 'TypeError', stack: expect.stringMatching(/inference-worker\.js/) as string },
    });
    await nextTurn();
    crash(workers.at(-1));
    await failing;
    expect(engine.state).toBe('restarting');

    await engine.setPortrait(portrait);
    expect(engine.state).toBe('ready');
    expect(await engine.drawMouths(noiseMels(1))).toEqual(expected);
    expect(workers).toHaveLength(2);
  });

  test('is restarting until the model is loaded on a new worker', async () => {
    const { engine, workers } = await loadedWithWorkers();
    expect(engine.state).toBe('ready');
    await workers.at(-1)?.terminate();
    expect(engine.state).toBe('restarting');
    await engine.setPortrait(portrait);
    expect(engine.state).toBe('ready');
  });

  test('rejects frames until the portrait is set on the new worker', async () => {
    const { engine, workers } = await loadedWithWorkers();
    await engine.setPortrait(portrait);
    await workers.at(-1)?.terminate();
    await expect(engine.drawMouths(noiseMels(1))).rejects.toMatchObject({
      code: 'inference_failed',
      message: 'The inference worker has ended.',
    });
    await engine.setPortrait(portrait);
    expect(await engine.drawMouths(noiseMels(1))).toHaveProperty('drawn');
  });

  test('fails for good after three restarts, with the cause', async () => {
    const { engine, workers } = await loadedWithWorkers();
    for (let restart = 1; restart <= 3; restart++) {
      await workers.at(-1)?.terminate();
      await engine.setPortrait(portrait);
    }
    expect(workers).toHaveLength(4);
    await workers.at(-1)?.terminate();
    const error = await engine.failed;
    expect(error).toMatchObject({
      code: 'inference_failed',
      cause: { message: expect.stringMatching(/exited/) as string },
    });
    expect(engine.state).toBe('failed');
    await expect(engine.setPortrait(portrait)).rejects.toBe(error);
    expect(workers).toHaveLength(4);
  });

  test('is not restarted once it was closed', async () => {
    const { engine, workers } = await loadedWithWorkers();
    await engine.close();
    await nextTurn();
    expect(workers).toHaveLength(1);
  });
});
