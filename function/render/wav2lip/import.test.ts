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

const itsFiles = [
  'frames-half.onnx',
  'frames.onnx',
  'model.json',
  'portrait-half.onnx',
  'portrait.onnx',
  'weights.bin',
];

/** A network with one tensor too few, so that its import fails late enough. */
async function wrongCheckpoint(folder: string): Promise<string> {
  const tensors = [...randomNetwork(1, 16).values()].filter(({ name }) => name !== 'output_block.1.bias');
  const file = path.join(folder, 'wrong.pth');
  await writeZipCheckpoint(file, tensors);
  return file;
}

describe.each(['zip', 'legacy'] as const)('a checkpoint in the %s format', (format) => {
  test('becomes a folder of graphs, with all that is known of them', async () => {
    const folder = path.join(await temporaryFolder(), 'graphs');
    const checkpoint = tinyModel()[format];
    const manifest = await importCheckpoint(checkpoint, folder);
    const bytes = await readFile(checkpoint);
    expect(await readdir(folder)).toEqual(itsFiles);
    expect(await readManifest(folder)).toEqual(manifest);
    expect(manifest).toMatchObject({
      importer: 3,
      source: {
        file: path.basename(checkpoint),
        bytes: bytes.length,
        sha256: createHash('sha256').update(bytes).digest('hex'),
        format,
      },
      step: tinyStep,
      plain: false,
    });
    expect(Object.keys(manifest.widths)).toHaveLength(51);
    expect(manifest.widths).toMatchObject({ 'face_encoder_blocks.4.0': 16, 'output_block.1': 3 });
  });

  test('gives the same weights as in any other', async () => {
    const folder = path.join(await temporaryFolder(), 'graphs');
    await importCheckpoint(tinyModel()[format], folder, { plain: true });
    expect(await readdir(folder)).toEqual([...itsFiles, 'plain.onnx'].sort());
    for (const file of [...itsFiles, 'plain.onnx'].filter((name) => name !== 'model.json')) {
      const [mine, other] = [folder, tinyModel().graphs].map((of) => readFile(path.join(of, file)));
      expect((await mine)?.equals((await other) ?? Buffer.alloc(0))).toBe(true);
    }
  });
});

test('the folder can be read by others than who made it', async () => {
  const folder = path.join(await temporaryFolder(), 'graphs');
  await importCheckpoint(tinyModel().zip, folder);
  expect((await stat(folder)).mode & 0o777).toBe(0o755);
});

test('the folders above are made, and a model that is there is replaced', async () => {
  const folder = path.join(await temporaryFolder(), 'some', 'where', 'graphs');
  await importCheckpoint(tinyModel().zip, folder, { plain: true });
  await importCheckpoint(tinyModel().legacy, folder);
  expect(await readdir(folder)).toEqual(itsFiles);
  expect((await readManifest(folder))?.source.format).toBe('legacy');
});

describe('a model that was imported from the same file meanwhile', () => {
  const written = async (folder: string) => (await stat(path.join(folder, 'model.json'))).ino;

  test('stays where that is asked for, since it may be in use', async () => {
    const folder = path.join(await temporaryFolder(), 'graphs');
    await importCheckpoint(tinyModel().zip, folder);
    const before = await written(folder);
    await importCheckpoint(tinyModel().zip, folder, { keepEqual: true });
    expect(await written(folder)).toBe(before);
    expect(await readdir(path.dirname(folder))).toEqual(['graphs']);
  });

  test('is replaced all the same where it is of another file', async () => {
    const folder = path.join(await temporaryFolder(), 'graphs');
    await importCheckpoint(tinyModel().zip, folder);
    await importCheckpoint(tinyModel().legacy, folder, { keepEqual: true });
    expect((await readManifest(folder))?.source.format).toBe('legacy');
  });
});

describe('after a failure nothing is left', () => {
  test('of a wrong network', async () => {
    const folder = await temporaryFolder();
    const wrong = await wrongCheckpoint(folder);
    await expect(importCheckpoint(wrong, path.join(folder, 'graphs'))).rejects.toMatchObject({
      code: 'checkpoint_mismatch',
      details: { tensor: 'output_block.1.bias', found: null },
    });
    expect(await readdir(folder)).toEqual(['wrong.pth']);
  });

  test('of a file whose weights cannot be read', async () => {
    const folder = await temporaryFolder();
    const bytes = await readFile(tinyModel().zip);
    // The last storage's place in the archive's directory now lies beyond the end of the file.
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

  test('of an abort', async () => {
    const folder = await temporaryFolder();
    const signal = AbortSignal.abort();
    await expect(
      importCheckpoint(tinyModel().zip, path.join(folder, 'graphs'), { signal }),
    ).rejects.toThrow();
    expect(await readdir(folder)).toEqual([]);
  });

  test('and a model that was there stays', async () => {
    const folder = await temporaryFolder();
    const graphs = path.join(folder, 'graphs');
    await importCheckpoint(tinyModel().zip, graphs);
    await expect(importCheckpoint(await wrongCheckpoint(folder), graphs)).rejects.toThrow();
    expect((await readManifest(graphs))?.source.file).toBe('tiny.pth');
    expect(await readdir(graphs)).toEqual(itsFiles);
  });
});

describe('what is no model is not replaced', () => {
  test('a folder with other files', async () => {
    const folder = await temporaryFolder();
    await copyFile(tinyModel().zip, path.join(folder, 'wav2lip.pth'));
    await expect(importCheckpoint(path.join(folder, 'wav2lip.pth'), folder)).rejects.toMatchObject({
      code: 'request_invalid',
      message: `${folder} holds other files (wav2lip.pth), which would be lost; name a folder for the model alone`,
    });
    expect(await readdir(folder)).toEqual(['wav2lip.pth']);
  });

  test('a file', async () => {
    const file = path.join(await temporaryFolder(), 'letter.txt');
    await writeFile(file, 'dear');
    await expect(importCheckpoint(tinyModel().zip, file)).rejects.toMatchObject({ code: 'request_invalid' });
    expect(await readFile(file, 'utf8')).toBe('dear');
  });

  test('but an empty folder is', async () => {
    const folder = path.join(await temporaryFolder(), 'graphs');
    await mkdir(folder);
    await importCheckpoint(tinyModel().zip, folder);
    expect(await readdir(folder)).toEqual(itsFiles);
  });
});

test('what a killed import has left beside the folder goes with the next one', async () => {
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
