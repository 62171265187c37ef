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

test('findModel uses the open model if there is no other', async () => {
  const { open, manifest } = await found({ OPEN_MODEL: 'on' });
  expect(open).toBe(true);
  expect(manifest.source.file).toBe('wav2lip-open.pth');
  expect(manifest.source.bytes).toBeLessThanOrEqual(8_000_000);
});

describe('findModel in MODELS_DIR', () => {
  test('uses the only checkpoint, whatever its name, and imports it beside it', async () => {
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
  ])('chooses from %j %s.pth', async (names, chosen) => {
    await put(...names);
    expect((await found()).folder).toBe(path.join(models, `${chosen}.graphs`));
  });

  test('rejects several checkpoints with unknown names, and lists them', async () => {
    await put('b.pth', 'a.pt');
    await expect(found()).rejects.toMatchObject({
      code: 'checkpoint_missing',
      message: `${models} contains several checkpoints (a.pt, b.pth). Name one in WAV2LIP_CHECKPOINT.`,
    });
  });

  test('uses an imported model without its checkpoint', async () => {
    await put('some.pth');
    const { folder } = await found();
    const graphs = path.join(models, 'other.graphs');
    await rename(folder, graphs);
    await rename(path.join(models, 'some.pth'), path.join(cache, 'some.pth'));
    expect(await found()).toMatchObject({ folder: graphs, manifest: { source: { file: 'some.pth' } } });
  });

  test('ignores other files', async () => {
    await put('wav2lip.pth');
    await writeFile(path.join(models, 'alice.png'), '');
    await writeFile(path.join(models, 's3fd.pth.txt'), '');
    expect((await found()).folder).toBe(path.join(models, 'wav2lip.graphs'));
  });

  test.each(['empty', 'missing'])('rejects a folder that is %s, with instructions', async (kind) => {
    const folder = kind === 'empty' ? models : path.join(models, 'none');
    await expect(found({ MODELS_DIR: folder })).rejects.toMatchObject({
      code: 'checkpoint_missing',
      message:
        `No Wav2Lip checkpoint (*.pth, *.pt) was found in ${folder} (MODELS_DIR). Put wav2lip_gan.pth there, or ` +
        'set WAV2LIP_CHECKPOINT to its path. The open model is not allowed (OPEN_MODEL is off).',
    });
  });

  test("ignores the project's own model", async () => {
    await put('wav2lip-open.pth');
    await expect(found()).rejects.toMatchObject({ code: 'checkpoint_missing' });
  });

  test('rejects a file instead of a folder', async () => {
    await put('file');
    await expect(found({ MODELS_DIR: path.join(models, 'file') })).rejects.toThrow(
      /cannot be read \(ENOTDIR\)/,
    );
  });
});

describe('findModel with WAV2LIP_CHECKPOINT', () => {
  test('prefers it to the checkpoints in MODELS_DIR', async () => {
    await put('wav2lip_gan.pth');
    const given = path.join(cache, 'mine.pth');
    await copyFile(tinyModel().legacy, given);
    expect((await found({ WAV2LIP_CHECKPOINT: given })).manifest.source).toMatchObject({
      file: 'mine.pth',
      format: 'legacy',
    });
  });

  test('accepts the folder of an imported model', async () => {
    const { graphs } = tinyModel();
    expect(await found({ WAV2LIP_CHECKPOINT: graphs })).toMatchObject({ folder: graphs, open: false });
  });

  test.each(['on', 'off'] as const)(
    'rejects a path that does not exist, with the open model %s',
    async (openModel) => {
      const given = path.join(models, 'none.pth');
      await expect(found({ WAV2LIP_CHECKPOINT: given, OPEN_MODEL: openModel })).rejects.toMatchObject({
        code: 'checkpoint_missing',
        message: `${given} does not exist (ENOENT). Check WAV2LIP_CHECKPOINT.`,
      });
    },
  );

  test('rejects a folder with other content', async () => {
    await expect(found({ WAV2LIP_CHECKPOINT: models })).rejects.toMatchObject({
      code: 'checkpoint_unreadable',
    });
  });
});

test('graphsFolder rejects a checkpoint that does not exist', async () => {
  await expect(graphsFolder(path.join(models, 'none', 'x.pth'), cache)).rejects.toMatchObject({
    code: 'checkpoint_missing',
  });
});
