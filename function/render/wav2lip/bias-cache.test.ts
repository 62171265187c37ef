import { cp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import { noiseFace, noiseMels, windowPatch } from '../../../test/fixtures/reference-network.js';
import { temporaryFolder } from '../../../test/fixtures/temporary-folder.js';
import { tinyModel } from '../../../test/fixtures/tiny-model.js';
import { Wav2LipSession } from './session.js';

/* What is kept between starts: optimised graphs, and what portraits add. */

const mel = noiseMels(2);
const full = Float32Array.of(1, 1);

async function copiedModel(): Promise<{ folder: string; cacheFolder: string }> {
  const [folder, cacheFolder] = [await temporaryFolder(), await temporaryFolder()];
  await cp(tinyModel().graphs, folder, { recursive: true });
  // Other tests load the same model meanwhile, and what they keep comes along.
  await rm(path.join(folder, 'optimised'), { recursive: true, force: true });
  return { folder, cacheFolder };
}

/** Loads a model, shows a face and lets it speak. */
async function speak(folder: string, cacheFolder?: string, face = noiseFace()): Promise<Uint8Array> {
  const session = await Wav2LipSession.load(folder, {
    threads: 1,
    ...(cacheFolder === undefined ? {} : { cacheFolder }),
  });
  await session.setPortrait(windowPatch(face));
  const patches = await session.renderFrames(mel, full);
  await session.release();
  return patches;
}

function furthest(a: Uint8Array, b: Uint8Array): number {
  expect(a).toHaveLength(b.length);
  return Math.max(...a.map((value, i) => Math.abs(value - (b[i] ?? NaN))));
}

test('the optimised graphs are kept beside the model, and speak as the others do', async () => {
  const { folder, cacheFolder } = await copiedModel();
  const plain = await speak(folder);
  expect(furthest(await speak(folder, cacheFolder), plain)).toBe(0);
  const kept = await readdir(path.join(folder, 'optimised'));
  expect(kept.map((name) => name.replace(/-[0-9a-f]{16}$/, '')).sort()).toEqual(['frames', 'portrait']);
  // Whether it is these that are loaded shows when the others are gone.
  await Promise.all(
    ['frames.onnx', 'portrait.onnx', 'weights.bin'].map((name) => rm(path.join(folder, name))),
  );
  expect(furthest(await speak(folder, cacheFolder), plain)).toBe(0);
});

test('half-written graphs are never taken for whole ones', async () => {
  const { folder, cacheFolder } = await copiedModel();
  await speak(folder, cacheFolder);
  expect(
    (await readdir(path.join(folder, 'optimised'))).filter((name) => !/-[0-9a-f]{16}$/.test(name)),
  ).toEqual([]);
});

test('where nothing can be kept the model is loaded all the same', async () => {
  const { folder, cacheFolder } = await copiedModel();
  await writeFile(path.join(folder, 'optimised'), 'a file, where a folder should be');
  await writeFile(path.join(cacheFolder, 'portraits'), 'another');
  expect(furthest(await speak(folder, cacheFolder), await speak(folder))).toBe(0);
});

test('what a portrait adds is kept by its content', async () => {
  const { folder, cacheFolder } = await copiedModel();
  const first = await speak(folder, cacheFolder);
  const [name = ''] = await readdir(path.join(cacheFolder, 'portraits'));
  const file = path.join(cacheFolder, 'portraits', name);
  const { mtimeMs } = await stat(file);

  expect(await speak(folder, cacheFolder)).toEqual(first);
  expect((await stat(file)).mtimeMs).toBe(mtimeMs);

  expect(furthest(await speak(folder, cacheFolder, noiseFace(99)), first)).toBeGreaterThan(20);
  expect(await readdir(path.join(cacheFolder, 'portraits'))).toHaveLength(2);
});

test('a kept portrait needs no graph for portraits; a broken one is computed anew', async () => {
  const { folder, cacheFolder } = await copiedModel();
  const first = await speak(folder, cacheFolder);
  const [name = ''] = await readdir(path.join(cacheFolder, 'portraits'));
  const file = path.join(cacheFolder, 'portraits', name);
  const whole = await readFile(file);
  await writeFile(file, whole.subarray(0, whole.length - 4));
  expect(await speak(folder, cacheFolder)).toEqual(first);
  expect(await readFile(file)).toEqual(whole);

  await rm(path.join(folder, 'optimised'), { recursive: true });
  await rm(path.join(folder, 'portrait.onnx'));
  expect(await speak(folder, cacheFolder)).toEqual(first);
});

test('half precision is close to single', async () => {
  const half = await Wav2LipSession.load(tinyModel().graphs, { threads: 1, precision: 'float16' });
  const single = await Wav2LipSession.load(tinyModel().graphs, { threads: 1 });
  const portrait = windowPatch(noiseFace());
  await half.setPortrait(portrait);
  await single.setPortrait(portrait);
  const [a, b] = [await half.renderFrames(mel, full), await single.renderFrames(mel, full)];
  const squares = a.reduce((sum, value, i) => sum + (value - (b[i] ?? NaN)) ** 2, 0);
  expect(squares).toBeGreaterThan(0);
  expect(10 * Math.log10((255 * 255 * a.length) / squares)).toBeGreaterThan(45);
  await half.release();
  await single.release();
});

test.each([
  ['is cut off', 'frames.onnx', 100],
  ['is empty', 'frames.onnx', 0],
  ['has lost half of its weights', 'weights.bin', 1000],
])('a kept graph that %s is made anew', async (_, name, bytes) => {
  const { folder, cacheFolder } = await copiedModel();
  const plain = await speak(folder, cacheFolder);
  const kept = path.join(folder, 'optimised');
  const frames = (await readdir(kept)).find((entry) => entry.startsWith('frames-')) ?? '';
  const file = path.join(kept, frames, name);
  const whole = await readFile(file);
  await writeFile(file, whole.subarray(0, bytes));
  expect(furthest(await speak(folder, cacheFolder), plain)).toBe(0);
  expect((await readFile(file)).length).toBe(whole.length);
});
