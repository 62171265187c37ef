import { copyFile, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { createHash } from 'node:crypto';
import path from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { avatar, avatarProcess } from './fixtures/avatar-command.js';
import { temporaryFolder } from './fixtures/temporary-folder.js';
import { tinyModel } from './fixtures/tiny-model.js';

const modelFiles = [
  'frames-detail-half.onnx',
  'frames-detail.onnx',
  'frames-half.onnx',
  'frames.onnx',
  'model.json',
  'portrait-half.onnx',
  'portrait.onnx',
  'weights.bin',
];

let folder: string;
beforeEach(async () => {
  folder = await temporaryFolder();
});

describe.each(['zip', 'legacy'] as const)(
  'the import command with a checkpoint in the %s format',
  (format) => {
    test('writes the graphs beside it and prints one line', async () => {
      await mkdir(path.join(folder, 'models'));
      const checkpoint = path.join(folder, 'models', 'mine.pth');
      await copyFile(tinyModel()[format], checkpoint);
      const sha256 = createHash('sha256')
        .update(await readFile(checkpoint))
        .digest('hex');
      const end = await avatar(folder, ['import', 'models/mine.pth']);
      expect(end).toMatchObject({
        exitCode: 0,
        stderr: '',
        stdout: `models/mine.graphs: imported from mine.pth (${format}, step 1234, sha256 ${sha256.slice(0, 12)}…)\n`,
        left: [],
      });
      expect(await readdir(path.join(folder, 'models', 'mine.graphs'))).toEqual(modelFiles);
      expect((await readdir(path.join(folder, 'models'))).sort()).toEqual(['mine.graphs', 'mine.pth']);
    });
  },
);

test('the import command writes to another folder, with the reference graph, on request', async () => {
  const end = await avatarProcess(folder, ['import', tinyModel().zip, '--to', 'some/place', '--plain']);
  expect(end).toMatchObject({ exitCode: 0, stderr: '' });
  expect(await readdir(path.join(folder, 'some', 'place'))).toEqual([...modelFiles, 'plain.onnx'].sort());
});

describe('the import command leaves no files and exits with a code', () => {
  test('if the checkpoint does not exist', async () => {
    for (const checkpoint of ['none.pth', 'no/such/folder/x.pth']) {
      const end = await avatar(folder, ['import', checkpoint]);
      expect(end).toMatchObject({ exitCode: 5, stdout: '', left: [] });
      expect(end.stderr).toMatch(/^checkpoint_missing: /);
    }
    expect(await readdir(folder)).toEqual(['tmp']);
  });

  test('if the checkpoint is truncated', async () => {
    const bytes = await readFile(tinyModel().legacy);
    await writeFile(path.join(folder, 'cut.pth'), bytes.subarray(0, bytes.length - 1));
    const end = await avatar(folder, ['import', 'cut.pth']);
    expect(end).toMatchObject({ exitCode: 5, stdout: '', left: [] });
    expect(end.stderr).toContain(
      `checkpoint_truncated: The checkpoint has ${String(bytes.length - 1)} bytes; expected at least ${String(bytes.length)}.`,
    );
    expect((await readdir(folder)).sort()).toEqual(['cut.pth', 'tmp']);
  });

  test('if the target contains other files, which stay unchanged', async () => {
    await writeFile(path.join(folder, 'letter.txt'), 'dear');
    const end = await avatar(folder, ['import', tinyModel().zip, '--to', '.']);
    expect(end).toMatchObject({ exitCode: 2, stdout: '' });
    expect(end.stderr).toMatch(/^request_invalid: \. contains other files/);
    expect(await readFile(path.join(folder, 'letter.txt'), 'utf8')).toBe('dear');
  });

  test('if the target is below a file', async () => {
    await writeFile(path.join(folder, 'letter.txt'), 'dear');
    const end = await avatar(folder, ['import', tinyModel().zip, '--to', 'letter.txt/a/b']);
    expect(end).toMatchObject({ exitCode: 2, stdout: '' });
    expect(end.stderr).toMatch(
      /^request_invalid: --to: \S*letter\.txt\/a is not writable: a file is in the way \(ENOTDIR\)\. Choose another path\.\n$/,
    );
    expect((await readdir(folder)).sort()).toEqual(['letter.txt', 'tmp']);
  });

  test.runIf(process.platform === 'linux')('if even root cannot write to the target', async () => {
    for (const to of ['/proc/model', '/proc/a/b/model']) {
      const end = await avatar(folder, ['import', tinyModel().zip, '--to', to]);
      expect(end).toMatchObject({ exitCode: 2, stdout: '' });
      expect(end.stderr).toBe(
        'request_invalid: --to: /proc is not writable: nothing can be created there (ENOENT). Choose another path.\n',
      );
    }
  });
});
