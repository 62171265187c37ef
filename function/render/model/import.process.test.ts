import { createHash } from 'node:crypto';
import { copyFile, mkdir, readdir, readFile, stat, utimes, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { randomNetwork } from '../../../test/fixtures/random-network.js';
import { temporaryFolder } from '../../../test/fixtures/temporary-folder.js';
import { tinyModel, tinyStep } from '../../../test/fixtures/tiny-model.js';
import { writeZipCheckpoint } from '../../../test/fixtures/torch-file.js';
import { importCheckpoint } from './import.js';
import { readManifest } from './manifest.js';

const modelFileNames = [
  'frames-detail-half.onnx',
  'frames-detail.onnx',
  'frames-half.onnx',
  'frames.onnx',
  'model.json',
  'portrait-half.onnx',
  'portrait.onnx',
  'weights.bin',
];

/** A network without its last tensor, so that the import fails late. */
async function wrongCheckpoint(folder: string): Promise<string> {
  const tensors = [...randomNetwork(1, 16).values()].filter(({ name }) => name !== 'output_block.1.bias');
  const file = path.join(folder, 'wrong.pth');
  await writeZipCheckpoint(file, tensors);
  return file;
}

describe.each(['zip', 'legacy'] as const)('importCheckpoint of a file in the %s format', (format) => {
  test('writes a folder with the graphs and their manifest', async () => {
    const folder = path.join(await temporaryFolder(), 'graphs');
    const checkpoint = tinyModel()[format];
    const manifest = await importCheckpoint(checkpoint, folder);
    const bytes = await readFile(checkpoint);
    expect(await readdir(folder)).toEqual(modelFileNames);
    expect(await readManifest(folder)).toEqual(manifest);
    expect(manifest).toMatchObject({
      importer: 7,
      source: {
        file: path.basename(checkpoint),
        bytes: bytes.length,
        sha256: createHash('sha256').update(bytes).digest('hex'),
        format,
      },
      step: tinyStep,
      reference: false,
    });
    expect(Object.keys(manifest.layerChannels)).toHaveLength(51);
    expect(manifest.layerChannels).toMatchObject({ 'face_encoder_blocks.4.0': 16, 'output_block.1': 3 });
  });

  test('writes the same graphs as from any other format', async () => {
    const folder = path.join(await temporaryFolder(), 'graphs');
    await importCheckpoint(tinyModel()[format], folder, { reference: true });
    expect(await readdir(folder)).toEqual([...modelFileNames, 'plain.onnx'].sort());
    for (const file of [...modelFileNames, 'plain.onnx'].filter((name) => name !== 'model.json')) {
      const [mine, other] = [folder, tinyModel().graphs].map((of) => readFile(path.join(of, file)));
      expect((await mine)?.equals((await other) ?? Buffer.alloc(0))).toBe(true);
    }
  });
});

test('importCheckpoint makes the folder readable by other users', async () => {
  const folder = path.join(await temporaryFolder(), 'graphs');
  await importCheckpoint(tinyModel().zip, folder);
  expect((await stat(folder)).mode & 0o777).toBe(0o755);
});

test('importCheckpoint creates parent folders and replaces an existing model', async () => {
  const folder = path.join(await temporaryFolder(), 'some', 'where', 'graphs');
  await importCheckpoint(tinyModel().zip, folder, { reference: true });
  await importCheckpoint(tinyModel().legacy, folder);
  expect(await readdir(folder)).toEqual(modelFileNames);
  expect((await readManifest(folder))?.source.format).toBe('legacy');
});

describe('importCheckpoint to a folder with an imported model', () => {
  const written = async (folder: string) => (await stat(path.join(folder, 'model.json'))).ino;

  test('keeps a model of the same file if keepEqual is set, because it may be in use', async () => {
    const folder = path.join(await temporaryFolder(), 'graphs');
    await importCheckpoint(tinyModel().zip, folder);
    const before = await written(folder);
    await importCheckpoint(tinyModel().zip, folder, { keepEqual: true });
    expect(await written(folder)).toBe(before);
    expect(await readdir(path.dirname(folder))).toEqual(['graphs']);
  });

  test('replaces a model of another file even if keepEqual is set', async () => {
    const folder = path.join(await temporaryFolder(), 'graphs');
    await importCheckpoint(tinyModel().zip, folder);
    await importCheckpoint(tinyModel().legacy, folder, { keepEqual: true });
    expect((await readManifest(folder))?.source.format).toBe('legacy');
  });
});

describe('importCheckpoint leaves nothing behind', () => {
  test('if the checkpoint is another network', async () => {
    const folder = await temporaryFolder();
    const wrong = await wrongCheckpoint(folder);
    await expect(importCheckpoint(wrong, path.join(folder, 'graphs'))).rejects.toMatchObject({
      code: 'checkpoint_mismatch',
      details: { tensor: 'output_block.1.bias', found: null },
    });
    expect(await readdir(folder)).toEqual(['wrong.pth']);
  });

  test('if the weights cannot be read', async () => {
    const folder = await temporaryFolder();
    const bytes = await readFile(tinyModel().zip);
    // The archive's directory now places the last storage beyond the end of the file.
    const entry = bytes.lastIndexOf('archive/data/301');
    bytes.writeUInt32LE(0x7fffffff, entry - 4);
    await writeFile(path.join(folder, 'broken.pth'), bytes);
    await expect(
      importCheckpoint(path.join(folder, 'broken.pth'), path.join(folder, 'graphs')),
    ).rejects.toMatchObject({
      code: 'checkpoint_truncated',
    });
    expect(await readdir(folder)).toEqual(['broken.pth']);
  });

  test('if it is aborted', async () => {
    const folder = await temporaryFolder();
    const signal = AbortSignal.abort();
    await expect(
      importCheckpoint(tinyModel().zip, path.join(folder, 'graphs'), { signal }),
    ).rejects.toThrow();
    expect(await readdir(folder)).toEqual([]);
  });

  test('and keeps the existing model, if it fails', async () => {
    const folder = await temporaryFolder();
    const graphs = path.join(folder, 'graphs');
    await importCheckpoint(tinyModel().zip, graphs);
    await expect(importCheckpoint(await wrongCheckpoint(folder), graphs)).rejects.toThrow();
    expect((await readManifest(graphs))?.source.file).toBe('tiny.pth');
    expect(await readdir(graphs)).toEqual(modelFileNames);
  });
});

describe('importCheckpoint', () => {
  test('refuses a folder with other files', async () => {
    const folder = await temporaryFolder();
    await copyFile(tinyModel().zip, path.join(folder, 'wav2lip.pth'));
    await expect(importCheckpoint(path.join(folder, 'wav2lip.pth'), folder)).rejects.toMatchObject({
      code: 'request_invalid',
      message: `${folder} contains other files (wav2lip.pth), which would be deleted. Name a folder for the model alone.`,
    });
    expect(await readdir(folder)).toEqual(['wav2lip.pth']);
  });

  test('refuses a file', async () => {
    const file = path.join(await temporaryFolder(), 'letter.txt');
    await writeFile(file, 'dear');
    await expect(importCheckpoint(tinyModel().zip, file)).rejects.toMatchObject({ code: 'request_invalid' });
    expect(await readFile(file, 'utf8')).toBe('dear');
  });

  test('replaces a folder of an earlier importer', async () => {
    const folder = path.join(await temporaryFolder(), 'graphs');
    await mkdir(path.join(folder, 'optimized'), { recursive: true });
    await importCheckpoint(tinyModel().zip, folder);
    expect(await readdir(folder)).toEqual(modelFileNames);
  });

  test('fills an empty folder', async () => {
    const folder = path.join(await temporaryFolder(), 'graphs');
    await mkdir(folder);
    await importCheckpoint(tinyModel().zip, folder);
    expect(await readdir(folder)).toEqual(modelFileNames);
  });
});

test('importCheckpoint removes the remains of an import that was killed', async () => {
  const parent = await temporaryFolder();
  for (const [name, secondsAgo] of [
    ['.unfinished-old', 3700],
    ['.unfinished-now', 10],
  ] as const) {
    await mkdir(path.join(parent, name));
    const then = Date.now() / 1000 - secondsAgo;
    await utimes(path.join(parent, name), then, then);
  }
  await importCheckpoint(tinyModel().zip, path.join(parent, 'graphs'));
  expect((await readdir(parent)).sort()).toEqual(['.unfinished-now', 'graphs']);
});
