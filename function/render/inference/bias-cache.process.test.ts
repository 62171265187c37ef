import { cp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import { noiseFace, noiseMels, portraitOf } from '../../../test/fixtures/reference-network.js';
import { temporaryFolder } from '../../../test/fixtures/temporary-folder.js';
import { tinyModel } from '../../../test/fixtures/tiny-model.js';
import { Wav2LipSession } from './session.js';

/* Caches that outlive the process: optimized graphs, and the bias maps of portraits. */

const mel = noiseMels(2);

async function copiedModel(): Promise<{ folder: string; cacheFolder: string }> {
  const [folder, cacheFolder] = [await temporaryFolder(), await temporaryFolder()];
  await cp(tinyModel().graphs, folder, { recursive: true });
  // Other tests load the same model in parallel, and their cached graphs are copied too.
  await rm(path.join(folder, 'optimized'), { recursive: true, force: true });
  return { folder, cacheFolder };
}

/** Loads a model, sets a portrait, and renders two frames. */
async function render(folder: string, cacheFolder?: string, face = noiseFace()): Promise<Uint8Array> {
  const session = await Wav2LipSession.load(folder, {
    threads: 1,
    ...(cacheFolder === undefined ? {} : { cacheFolder }),
  });
  await session.setPortrait(portraitOf(face));
  const { drawn } = await session.drawMouths(mel);
  await session.release();
  return drawn;
}

function maxDifference(a: Uint8Array, b: Uint8Array): number {
  expect(a).toHaveLength(b.length);
  return Math.max(...a.map((value, i) => Math.abs(value - (b[i] ?? NaN))));
}

test('loadOptimized saves the optimized graphs beside the model, and they give the same frames', async () => {
  const { folder, cacheFolder } = await copiedModel();
  const expected = await render(folder);
  expect(maxDifference(await render(folder, cacheFolder), expected)).toBe(0);
  const saved = await readdir(path.join(folder, 'optimized'));
  expect(saved.map((name) => name.replace(/-[0-9a-f]{16}$/, '')).sort()).toEqual(['frames', 'portrait']);
  // Without the original graphs, only the optimized ones can be loaded.
  await Promise.all(
    ['frames.onnx', 'portrait.onnx', 'weights.bin'].map((name) => rm(path.join(folder, name))),
  );
  expect(maxDifference(await render(folder, cacheFolder), expected)).toBe(0);
});

test('loadOptimized leaves no incomplete graphs behind', async () => {
  const { folder, cacheFolder } = await copiedModel();
  await render(folder, cacheFolder);
  expect(
    (await readdir(path.join(folder, 'optimized'))).filter((name) => !/-[0-9a-f]{16}$/.test(name)),
  ).toEqual([]);
});

test('a model loads even if its caches cannot be written', async () => {
  const { folder, cacheFolder } = await copiedModel();
  await writeFile(path.join(folder, 'optimized'), 'a file instead of a folder');
  await writeFile(path.join(cacheFolder, 'portraits'), 'another');
  expect(maxDifference(await render(folder, cacheFolder), await render(folder))).toBe(0);
});

test('BiasCache stores the bias maps of a portrait by its content', async () => {
  const { folder, cacheFolder } = await copiedModel();
  const first = await render(folder, cacheFolder);
  const [name = ''] = await readdir(path.join(cacheFolder, 'portraits'));
  const file = path.join(cacheFolder, 'portraits', name);
  const { mtimeMs } = await stat(file);

  expect(await render(folder, cacheFolder)).toEqual(first);
  expect((await stat(file)).mtimeMs).toBe(mtimeMs);

  expect(maxDifference(await render(folder, cacheFolder, noiseFace(99)), first)).toBeGreaterThan(20);
  expect(await readdir(path.join(cacheFolder, 'portraits'))).toHaveLength(2);
});

test('a session needs the portrait graph only if the cached bias maps are missing or damaged', async () => {
  const { folder, cacheFolder } = await copiedModel();
  const first = await render(folder, cacheFolder);
  const [name = ''] = await readdir(path.join(cacheFolder, 'portraits'));
  const file = path.join(cacheFolder, 'portraits', name);
  const whole = await readFile(file);
  await writeFile(file, whole.subarray(0, whole.length - 4));
  expect(await render(folder, cacheFolder)).toEqual(first);
  expect(await readFile(file)).toEqual(whole);

  await rm(path.join(folder, 'optimized'), { recursive: true });
  await rm(path.join(folder, 'portrait.onnx'));
  expect(await render(folder, cacheFolder)).toEqual(first);
});

test('frames in half precision are close to those in float32', async () => {
  const half = await Wav2LipSession.load(tinyModel().graphs, { threads: 1, precision: 'float16' });
  const single = await Wav2LipSession.load(tinyModel().graphs, { threads: 1 });
  const portrait = portraitOf(noiseFace());
  await half.setPortrait(portrait);
  await single.setPortrait(portrait);
  const [{ drawn: a }, { drawn: b }] = [await half.drawMouths(mel), await single.drawMouths(mel)];
  const squares = a.reduce((sum, value, i) => sum + (value - (b[i] ?? NaN)) ** 2, 0);
  expect(squares).toBeGreaterThan(0);
  expect(10 * Math.log10((255 * 255 * a.length) / squares)).toBeGreaterThan(45);
  await half.release();
  await single.release();
});

test.each([
  ['is truncated', 'frames.onnx', 100],
  ['is empty', 'frames.onnx', 0],
  ['lacks half of its weights', 'weights.bin', 1000],
])('loadOptimized makes a saved graph again that %s', async (_, name, bytes) => {
  const { folder, cacheFolder } = await copiedModel();
  const expected = await render(folder, cacheFolder);
  const saved = path.join(folder, 'optimized');
  const frames = (await readdir(saved)).find((entry) => entry.startsWith('frames-')) ?? '';
  const file = path.join(saved, frames, name);
  const whole = await readFile(file);
  await writeFile(file, whole.subarray(0, bytes));
  expect(maxDifference(await render(folder, cacheFolder), expected)).toBe(0);
  expect((await readFile(file)).length).toBe(whole.length);
});
