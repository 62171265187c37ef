import { copyFile, mkdir, readFile, rename, stat, utimes, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { randomNetwork } from '../../test/fixtures/random-network.js';
import { temporaryFolder } from '../../test/fixtures/temporary-folder.js';
import { tinyModel } from '../../test/fixtures/tiny-model.js';
import { writeZipCheckpoint } from '../../test/fixtures/torch-file.js';
import { findModel, graphsFolder } from './model.js';

const unwritable = vi.hoisted(() => new Set<unknown>());

// Whoever runs the tests may be root, to whom no folder is read-only: the system's answer is faked.
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

function found(
  settings: { WAV2LIP_CHECKPOINT?: string; MODELS_DIR?: string; OPEN_MODEL?: 'on' | 'off' } = {},
) {
  return findModel({
    MODELS_DIR: models,
    WAV2LIP_CHECKPOINT: undefined,
    CACHE_DIR: cache,
    OPEN_MODEL: 'off',
    ...settings,
  });
}

async function put(...names: string[]): Promise<void> {
  for (const name of names) await copyFile(tinyModel().zip, path.join(models, name));
}

describe('in MODELS_DIR', () => {
  test('the only checkpoint is taken, whatever its name, and imported beside it', async () => {
    await put('my-network.pt');
    const model = await found();
    expect(model).toMatchObject({
      folder: path.join(models, 'my-network.graphs'),
      manifest: { source: { file: 'my-network.pt' } },
      open: false,
    });
  });

  test.each([
    [['wav2lip.pth', 'a.pth'], 'wav2lip'],
    [['wav2lip.pth', 'wav2lip_gan.pth', 'a.pth'], 'wav2lip_gan'],
  ])('of %j %s.pth is taken', async (names, taken) => {
    await put(...names);
    expect((await found()).folder).toBe(path.join(models, `${taken}.graphs`));
  });

  test('of several unknown ones none is taken: they are named', async () => {
    await put('b.pth', 'a.pt');
    await expect(found()).rejects.toMatchObject({
      code: 'checkpoint_missing',
      message: `${models} holds several checkpoints (a.pt, b.pth); name one in WAV2LIP_CHECKPOINT`,
    });
  });

  test('a model that was imported elsewhere needs no checkpoint', async () => {
    await put('some.pth');
    const { folder } = await found();
    const graphs = path.join(models, 'other.graphs');
    await rename(folder, graphs);
    await rename(path.join(models, 'some.pth'), path.join(cache, 'some.pth'));
    expect(await found()).toMatchObject({ folder: graphs, manifest: { source: { file: 'some.pth' } } });
  });

  test('other files do not matter', async () => {
    await put('wav2lip.pth');
    await writeFile(path.join(models, 'alice.png'), '');
    await writeFile(path.join(models, 's3fd.pth.txt'), '');
    expect((await found()).folder).toBe(path.join(models, 'wav2lip.graphs'));
  });

  test.each(['empty', 'missing'])(
    'of an %s folder nothing is taken, and the message says what to do',
    async (kind) => {
      const folder = kind === 'empty' ? models : path.join(models, 'none');
      await expect(found({ MODELS_DIR: folder })).rejects.toMatchObject({
        code: 'checkpoint_missing',
        message:
          `no Wav2Lip checkpoint (*.pth, *.pt) is in ${folder} (MODELS_DIR); put wav2lip_gan.pth there, or name ` +
          'another place in WAV2LIP_CHECKPOINT; the open model is not allowed (OPEN_MODEL is off)',
      });
    },
  );

  test("the project's own model is no checkpoint like others", async () => {
    await put('wav2lip-open.pth');
    await expect(found()).rejects.toMatchObject({ code: 'checkpoint_missing' });
  });

  test('a file in place of the folder is told', async () => {
    await put('file');
    await expect(found({ MODELS_DIR: path.join(models, 'file') })).rejects.toThrow(
      /cannot be read \(ENOTDIR\)/,
    );
  });
});

describe('WAV2LIP_CHECKPOINT', () => {
  test('comes before what is in MODELS_DIR', async () => {
    await put('wav2lip_gan.pth');
    const given = path.join(cache, 'mine.pth');
    await copyFile(tinyModel().legacy, given);
    expect((await found({ WAV2LIP_CHECKPOINT: given })).manifest.source).toMatchObject({
      file: 'mine.pth',
      format: 'legacy',
    });
  });

  test('may be a folder that was imported', async () => {
    const { graphs } = tinyModel();
    expect(await found({ WAV2LIP_CHECKPOINT: graphs })).toMatchObject({ folder: graphs, open: false });
  });

  test.each(['on', 'off'] as const)(
    'is missed where it is not there, with the open model %s',
    async (openModel) => {
      const given = path.join(models, 'none.pth');
      await expect(found({ WAV2LIP_CHECKPOINT: given, OPEN_MODEL: openModel })).rejects.toMatchObject({
        code: 'checkpoint_missing',
        message: `there is nothing at ${given} (ENOENT)`,
      });
    },
  );

  test('may not be a folder of anything else', async () => {
    await expect(found({ WAV2LIP_CHECKPOINT: models })).rejects.toMatchObject({
      code: 'checkpoint_unreadable',
    });
  });
});

describe('a checkpoint is imported once', () => {
  const written = async (folder: string) => (await stat(path.join(folder, 'model.json'))).mtimeMs;

  test('as long as it stays', async () => {
    await put('wav2lip.pth');
    const { folder, manifest } = await found();
    const before = await written(folder);
    expect(await found()).toEqual({ folder, manifest, open: false });
    expect(await written(folder)).toBe(before);
  });

  test('also where it was only touched', async () => {
    await put('wav2lip.pth');
    const { folder } = await found();
    const before = await written(folder);
    await utimes(path.join(models, 'wav2lip.pth'), new Date(), new Date(Date.now() + 60_000));
    await found();
    expect(await written(folder)).toBe(before);
  });

  test('and anew where another one of the same size takes its place', async () => {
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

describe('where the folder of the checkpoint cannot be written', () => {
  test('the graphs go into the cache, and are found there', async () => {
    await put('wav2lip.pth');
    unwritable.add(models);
    const { folder } = await found();
    expect(path.dirname(folder)).toBe(path.join(cache, 'graphs'));
    expect(path.basename(folder)).toMatch(/^wav2lip-683019-\d+$/);
    const before = (await stat(path.join(folder, 'model.json'))).mtimeMs;
    expect((await found()).folder).toBe(folder);
    expect((await stat(path.join(folder, 'model.json'))).mtimeMs).toBe(before);
  });

  test('another checkpoint of the same name has its own', async () => {
    await put('wav2lip.pth');
    unwritable.add(models);
    const first = await found();
    await utimes(path.join(models, 'wav2lip.pth'), new Date(), new Date(Date.now() + 60_000));
    expect((await found()).folder).not.toBe(first.folder);
  });

  test('graphs that lie beside it are used', async () => {
    await put('wav2lip.pth');
    const { folder } = await found();
    unwritable.add(models);
    expect((await found()).folder).toBe(folder);
  });
});

test('graphs of a checkpoint that is not there have no place', async () => {
  await mkdir(path.join(models, 'there'));
  await expect(graphsFolder(path.join(models, 'none', 'x.pth'), cache)).rejects.toMatchObject({
    code: 'checkpoint_missing',
  });
});
