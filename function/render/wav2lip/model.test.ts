import { copyFile, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { temporaryFolder } from '../../../test/fixtures/temporary-folder.js';
import { tinyModel } from '../../../test/fixtures/tiny-model.js';
import { findModel, graphsFolder } from './model.js';

let models: string;
let cache: string;
beforeEach(async () => {
  models = await temporaryFolder();
  cache = await temporaryFolder();
});

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

test('the open model is taken where there is no other', async () => {
  const { open, manifest } = await found({ OPEN_MODEL: 'on' });
  expect(open).toBe(true);
  expect(manifest.source.file).toBe('wav2lip-open.pth');
  expect(manifest.source.bytes).toBeLessThanOrEqual(8_000_000);
});

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

test('graphs of a checkpoint that is not there have no place', async () => {
  await expect(graphsFolder(path.join(models, 'none', 'x.pth'), cache)).rejects.toMatchObject({
    code: 'checkpoint_missing',
  });
});
