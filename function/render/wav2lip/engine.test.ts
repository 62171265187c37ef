import { execFile } from 'node:child_process';
import { readdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { promisify } from 'node:util';
import type { Worker } from 'node:worker_threads';
import { describe, expect, onTestFinished, test } from 'vitest';
import { packageRoot } from '../../../config/package-root.js';
import { noiseFace, noiseMels, windowPatch } from '../../../test/fixtures/reference-network.js';
import { temporaryFolder } from '../../../test/fixtures/temporary-folder.js';
import { tinyModel } from '../../../test/fixtures/tiny-model.js';
import { Wav2LipEngine } from './engine.js';
import { Wav2LipSession } from './session.js';

const portrait = windowPatch(noiseFace());
const full = (frames: number) => new Float32Array(frames).fill(1);

async function loaded(): Promise<Wav2LipEngine> {
  const engine = await Wav2LipEngine.load(tinyModel().graphs, { threads: 1 });
  onTestFinished(() => engine.close());
  return engine;
}

test('frames come back as the session computes them', async () => {
  const [engine, session] = [await loaded(), await Wav2LipSession.load(tinyModel().graphs, { threads: 1 })];
  await engine.setPortrait(portrait);
  await session.setPortrait(portrait);
  const patches = await engine.renderFrames(noiseMels(3), full(3));
  expect(patches).toHaveLength(3 * 44 * 68 * 3);
  expect(patches).toEqual(await session.renderFrames(noiseMels(3), full(3)));
});

test('what was handed over is still there afterwards', async () => {
  const engine = await loaded();
  await engine.setPortrait(portrait);
  const mel = noiseMels(1);
  await engine.renderFrames(mel, full(1));
  expect(mel).toEqual(noiseMels(1));
  expect(portrait.crop).toEqual(noiseFace());
});

test('several questions at once have each its own answer', async () => {
  const engine = await loaded();
  await engine.setPortrait(portrait);
  const ask = (seed: number) => engine.renderFrames(noiseMels(1, seed), full(1));
  const together = await Promise.all([1, 2, 3, 4].map(ask));
  for (const [i, patches] of together.entries()) expect(patches).toEqual(await ask(i + 1));
  expect(together[0]).not.toEqual(together[1]);
});

test('the thread that asks goes on with other things', async () => {
  const engine = await loaded();
  await engine.setPortrait(portrait);
  let [answered, queue] = [false, 0];
  const speaking = engine.renderFrames(noiseMels(64), full(64)).finally(() => (answered = true));
  while (!answered) {
    await nextTurn();
    queue++;
  }
  await speaking;
  expect(queue).toBeGreaterThan(20);
});

describe('a failure says what onnxruntime said', () => {
  test('without a model', async () => {
    const folder = await temporaryFolder();
    await expect(Wav2LipEngine.load(folder, { threads: 1 })).rejects.toMatchObject({
      code: 'inference_failed',
      message: expect.stringMatching(/^onnxruntime failed: .*frames\.onnx/) as string,
    });
  });

  test('without a portrait', async () => {
    const engine = await loaded();
    await expect(engine.renderFrames(noiseMels(1), full(1))).rejects.toMatchObject({
      code: 'inference_failed',
      message: 'onnxruntime failed: no portrait was set',
    });
  });

  test('of one question does not harm the next', async () => {
    const engine = await loaded();
    await engine.setPortrait(portrait);
    await expect(engine.renderFrames(noiseMels(1), full(2))).rejects.toMatchObject({
      code: 'inference_failed',
    });
    expect(await engine.renderFrames(noiseMels(1), full(1))).toHaveLength(44 * 68 * 3);
  });
});

test('once it is closed nothing is answered any more', async () => {
  const engine = await loaded();
  await engine.close();
  await expect(engine.setPortrait(portrait)).rejects.toMatchObject({
    code: 'inference_failed',
    message: 'The inference worker has ended.',
  });
});

test('what is being asked when it is closed is answered first', async () => {
  // Ending the thread under onnxruntime would end this process.
  const engine = await loaded();
  await engine.setPortrait(portrait);
  let answers = 0;
  const speaking = [1, 2].map(async () => {
    expect(await engine.renderFrames(noiseMels(64), full(64))).toHaveLength(64 * 44 * 68 * 3);
    answers++;
  });
  await Promise.all([engine.close(), engine.close()]);
  expect(answers).toBe(2);
  await Promise.all(speaking);
});

test('an engine that nobody asks keeps no process alive, one that is asked does', async () => {
  const module = path.join(packageRoot, 'build', 'function', 'render', 'wav2lip', 'engine.js');
  const script = path.join(await temporaryFolder(), 'script.mjs');
  await writeFile(
    script,
    `import { Wav2LipEngine } from ${JSON.stringify(module)};
     await Wav2LipEngine.load(${JSON.stringify(tinyModel().graphs)}, { threads: 1 });
     console.log('loaded');`,
  );
  const { stdout } = await promisify(execFile)(process.execPath, [script]);
  expect(stdout).toBe('loaded\n');
});

test('onnxruntime reports nothing to anybody, and leaves no files of its own', async () => {
  const [folder, temporary] = [await temporaryFolder(), await temporaryFolder()];
  const module = path.join(packageRoot, 'build', 'function', 'render', 'wav2lip', 'engine.js');
  const script = path.join(folder, 'script.mjs');
  await writeFile(
    script,
    `import { Wav2LipEngine } from ${JSON.stringify(module)};
     const engine = await Wav2LipEngine.load(${JSON.stringify(tinyModel().graphs)}, { threads: 1 });
     await engine.close();
     console.log(process.env.ORT_DISABLE_TELEMETRY);`,
  );
  const env = { PATH: process.env['PATH'], HOME: folder, TMPDIR: temporary };
  const { stdout } = await promisify(execFile)(process.execPath, [script], { env });
  expect(stdout).toBe('1\n');
  expect(await readdir(temporary)).toEqual([]);
  expect(await readdir(folder)).toEqual(['script.mjs']);
});

/** Ends the engine's worker, as a crash of onnxruntime would. */
async function loadedWithWorkers(): Promise<{ engine: Wav2LipEngine; workers: Worker[] }> {
  const workers: Worker[] = [];
  const collect = (worker: Worker) => workers.push(worker);
  process.on('worker', collect);
  onTestFinished(() => void process.off('worker', collect));
  return { engine: await loaded(), workers };
}

describe('an engine whose worker dies', () => {
  test('renders on a new worker, and is not ready in the meantime', async () => {
    const { engine, workers } = await loadedWithWorkers();
    await engine.setPortrait(portrait);
    const before = await engine.renderFrames(noiseMels(1), full(1));
    expect(engine.state).toBe('ready');
    await workers.at(-1)?.terminate();
    expect(engine.state).toBe('restarting');
    await engine.setPortrait(portrait);
    expect(engine.state).toBe('ready');
    expect(await engine.renderFrames(noiseMels(1), full(1))).toEqual(before);
  });

  test('fails the request in flight with a retryable error', async () => {
    const { engine, workers } = await loadedWithWorkers();
    await engine.setPortrait(portrait);
    const asking = engine.renderFrames(noiseMels(1), full(1));
    const failing = expect(asking).rejects.toMatchObject({ code: 'inference_failed', retryable: true });
    // The request is sent when the engine's promise has resolved; the worker is still idle then.
    workers.at(-1)?.emit('exit', 1);
    await failing;
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
});

test('a failure in onnxruntime keeps its stack and cause across the thread', async () => {
  const engine = await loaded();
  const error = await engine.renderFrames(noiseMels(1), full(1)).catch((thrown: unknown) => thrown);
  expect(error).toMatchObject({
    cause: { name: 'RangeError', stack: expect.stringMatching(/session\.js/) as string },
  });
});
