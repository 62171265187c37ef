import { execFile } from 'node:child_process';
import { readdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { promisify } from 'node:util';
import { describe, expect, onTestFinished, test } from 'vitest';
import { packageRoot } from '../../../config/package-root.js';
import { noiseFace, noiseMels, portraitOf } from '../../../test/fixtures/reference-network.js';
import { temporaryFolder } from '../../../test/fixtures/temporary-folder.js';
import { tinyModel } from '../../../test/fixtures/tiny-model.js';
import { Wav2LipEngine } from './engine.js';
import { Wav2LipSession } from './session.js';

const portrait = portraitOf(noiseFace());

async function loaded(): Promise<Wav2LipEngine> {
  const engine = await Wav2LipEngine.load(tinyModel().graphs, { threads: 1 });
  onTestFinished(() => engine.close());
  return engine;
}

test('Wav2LipEngine returns the same frames as a session', async () => {
  const [engine, session] = [await loaded(), await Wav2LipSession.load(tinyModel().graphs, { threads: 1 })];
  await engine.setPortrait(portrait);
  await session.setPortrait(portrait);
  const mouths = await engine.drawMouths(noiseMels(3));
  expect(mouths.drawn).toHaveLength(3 * 44 * 68 * 3);
  expect(mouths).toEqual(await session.drawMouths(noiseMels(3)));
});

test('Wav2LipEngine leaves its parameters intact', async () => {
  const engine = await loaded();
  await engine.setPortrait(portrait);
  const mel = noiseMels(1);
  await engine.drawMouths(mel);
  expect(mel).toEqual(noiseMels(1));
  expect(portrait.crop).toEqual(noiseFace());
});

test('Wav2LipEngine answers each of several concurrent requests', async () => {
  const engine = await loaded();
  await engine.setPortrait(portrait);
  const render = (seed: number) => engine.drawMouths(noiseMels(1, seed));
  const together = await Promise.all([1, 2, 3, 4].map(render));
  for (const [i, mouths] of together.entries()) expect(mouths).toEqual(await render(i + 1));
  expect(together[0]).not.toEqual(together[1]);
});

test('the calling thread keeps running while Wav2LipEngine renders', async () => {
  const engine = await loaded();
  await engine.setPortrait(portrait);
  let [answered, turns] = [false, 0];
  const rendering = engine.drawMouths(noiseMels(64)).finally(() => (answered = true));
  while (!answered) {
    await nextTurn();
    turns++;
  }
  await rendering;
  expect(turns).toBeGreaterThan(20);
});

describe('an error of Wav2LipEngine', () => {
  test('contains the message of onnxruntime if the model is missing', async () => {
    const folder = await temporaryFolder();
    await expect(Wav2LipEngine.load(folder, { threads: 1 })).rejects.toMatchObject({
      code: 'inference_failed',
      message: expect.stringMatching(/^onnxruntime failed: .*frames\.onnx/) as string,
    });
  });

  test('says that no portrait was set', async () => {
    const engine = await loaded();
    await expect(engine.drawMouths(noiseMels(1))).rejects.toMatchObject({
      code: 'inference_failed',
      message: 'onnxruntime failed: no portrait was set',
    });
  });

  test('does not affect the next request', async () => {
    const engine = await loaded();
    await engine.setPortrait(portrait);
    await expect(engine.drawMouths(new Float32Array(1000))).rejects.toMatchObject({
      code: 'inference_failed',
    });
    expect((await engine.drawMouths(noiseMels(1))).drawn).toHaveLength(44 * 68 * 3);
  });
});

test('Wav2LipEngine rejects requests after it was closed', async () => {
  const engine = await loaded();
  await engine.close();
  await expect(engine.setPortrait(portrait)).rejects.toMatchObject({
    code: 'inference_failed',
    message: 'The inference worker has ended.',
  });
});

test('Wav2LipEngine answers the requests in flight before it closes', async () => {
  // Terminating the worker during an onnxruntime call would crash this process.
  const engine = await loaded();
  await engine.setPortrait(portrait);
  let answers = 0;
  const rendering = [1, 2].map(async () => {
    expect((await engine.drawMouths(noiseMels(64))).drawn).toHaveLength(64 * 44 * 68 * 3);
    answers++;
  });
  await Promise.all([engine.close(), engine.close()]);
  expect(answers).toBe(2);
  await Promise.all(rendering);
});

test('Wav2LipEngine keeps the process alive during a request, and not afterwards', async () => {
  const module = path.join(packageRoot, 'build', 'function', 'render', 'inference', 'engine.js');
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

test('onnxruntime sends no telemetry and writes no files', async () => {
  const [folder, temporary] = [await temporaryFolder(), await temporaryFolder()];
  const module = path.join(packageRoot, 'build', 'function', 'render', 'inference', 'engine.js');
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

test('an error in the worker keeps its cause and stack', async () => {
  const engine = await loaded();
  const error = await engine.drawMouths(noiseMels(1)).catch((thrown: unknown) => thrown);
  expect(error).toMatchObject({
    cause: { name: 'RangeError', stack: expect.stringMatching(/session\.js/) as string },
  });
});
