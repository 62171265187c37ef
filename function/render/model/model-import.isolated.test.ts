import { copyFile, readFile, stat, utimes } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { noiseFace, portraitOf } from '../../../test/fixtures/reference-network.js';
import { randomNetwork } from '../../../test/fixtures/random-network.js';
import { temporaryFolder } from '../../../test/fixtures/temporary-folder.js';
import { tinyModel } from '../../../test/fixtures/tiny-model.js';
import { writeZipCheckpoint } from '../../../test/fixtures/torch-file.js';
import { findModel } from './model.js';
import { Wav2LipSession } from '../inference/session.js';

const unwritable = vi.hoisted(() => new Set<unknown>());

// For root, who may run the tests, no folder is read-only, so the answer of the system is faked.
vi.mock('node:fs/promises', async (original) => {
  const real = await original<typeof import('node:fs/promises')>();
  const access: typeof real.access = (file, mode) =>
    unwritable.has(file) ? Promise.reject(new Error('EROFS')) : real.access(file, mode);
  return { ...real, access };
});

let models: string;
let cache: string;
beforeEach(async () => {
  models = await temporaryFolder();
  cache = await temporaryFolder();
});
afterEach(() => unwritable.clear());

function found() {
  return findModel({
    MODELS_DIR: models,
    WAV2LIP_CHECKPOINT: undefined,
    CACHE_DIR: cache,
    OPEN_MODEL: 'off',
  });
}

async function put(...names: string[]): Promise<void> {
  for (const name of names) await copyFile(tinyModel().zip, path.join(models, name));
}

describe('findModel with a checkpoint that it has imported', () => {
  const written = async (folder: string) => (await stat(path.join(folder, 'model.json'))).mtimeMs;

  test('does not import it again', async () => {
    await put('wav2lip.pth');
    const { folder, manifest } = await found();
    const before = await written(folder);
    expect(await found()).toEqual({ folder, manifest, open: false });
    expect(await written(folder)).toBe(before);
  });

  test('gives parallel callers complete models', async () => {
    await put('wav2lip.pth');
    const models = await Promise.all([found(), found(), found()]);
    for (const { folder } of models) {
      const session = await Wav2LipSession.load(folder, { threads: 1 });
      await session.setPortrait(portraitOf(noiseFace()));
    }
  });

  test('does not import it again if only its modification time changed', async () => {
    await put('wav2lip.pth');
    const { folder } = await found();
    const before = await written(folder);
    await utimes(path.join(models, 'wav2lip.pth'), new Date(), new Date(Date.now() + 60_000));
    await found();
    expect(await written(folder)).toBe(before);
  });

  test('imports a different checkpoint of the same size', async () => {
    await put('wav2lip.pth');
    const old = await found();
    const file = path.join(models, 'wav2lip.pth');
    await writeZipCheckpoint(file, [...randomNetwork(8, 16).values()]);
    await utimes(file, new Date(), new Date(Date.now() + 60_000));
    const { folder, manifest } = await found();
    expect(manifest.source.bytes).toBe(old.manifest.source.bytes);
    expect(manifest.source.sha256).not.toBe(old.manifest.source.sha256);
    expect(JSON.parse(await readFile(path.join(folder, 'model.json'), 'utf8'))).toEqual(manifest);
  });
});

describe('findModel with a checkpoint in a read-only folder', () => {
  test('writes the graphs to the cache and finds them there', async () => {
    await put('wav2lip.pth');
    unwritable.add(models);
    const { folder } = await found();
    expect(path.dirname(folder)).toBe(path.join(cache, 'graphs'));
    expect(path.basename(folder)).toMatch(/^wav2lip-683019-\d+$/);
    const before = (await stat(path.join(folder, 'model.json'))).mtimeMs;
    expect((await found()).folder).toBe(folder);
    expect((await stat(path.join(folder, 'model.json'))).mtimeMs).toBe(before);
  });

  test('keeps separate graphs for another checkpoint of the same name', async () => {
    await put('wav2lip.pth');
    unwritable.add(models);
    const first = await found();
    await utimes(path.join(models, 'wav2lip.pth'), new Date(), new Date(Date.now() + 60_000));
    expect((await found()).folder).not.toBe(first.folder);
  });

  test('uses graphs beside the checkpoint', async () => {
    await put('wav2lip.pth');
    const { folder } = await found();
    unwritable.add(models);
    expect((await found()).folder).toBe(folder);
  });
});
