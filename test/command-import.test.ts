import { copyFile, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { createHash } from 'node:crypto';
import path from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { avatar } from './fixtures/avatar-command.js';
import { temporaryFolder } from './fixtures/temporary-folder.js';
import { tinyModel } from './fixtures/tiny-model.js';

const itsFiles = [
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

describe.each(['zip', 'legacy'] as const)('a checkpoint in the %s format', (format) => {
  test('is imported beside it, and one line says so', async () => {
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
    expect(await readdir(path.join(folder, 'models', 'mine.graphs'))).toEqual(itsFiles);
    expect((await readdir(path.join(folder, 'models'))).sort()).toEqual(['mine.graphs', 'mine.pth']);
  });
});

test('it is imported to another place, with the plain graph, where that is asked for', async () => {
  const end = await avatar(folder, ['import', tinyModel().zip, '--to', 'some/place', '--plain']);
  expect(end).toMatchObject({ exitCode: 0, stderr: '' });
  expect(await readdir(path.join(folder, 'some', 'place'))).toEqual([...itsFiles, 'plain.onnx'].sort());
});

describe('a failure has its code and its exit code, and leaves nothing', () => {
  test('of a checkpoint that is not there', async () => {
    for (const checkpoint of ['none.pth', 'no/such/folder/x.pth']) {
      const end = await avatar(folder, ['import', checkpoint]);
      expect(end).toMatchObject({ exitCode: 5, stdout: '', left: [] });
      expect(end.stderr).toMatch(/^checkpoint_missing: /);
    }
    expect(await readdir(folder)).toEqual(['tmp']);
  });

  test('of a checkpoint that was cut', async () => {
    const bytes = await readFile(tinyModel().legacy);
    await writeFile(path.join(folder, 'cut.pth'), bytes.subarray(0, bytes.length - 1));
    const end = await avatar(folder, ['import', 'cut.pth']);
    expect(end).toMatchObject({ exitCode: 5, stdout: '', left: [] });
    expect(end.stderr).toContain(
      `checkpoint_truncated: The checkpoint has ${String(bytes.length - 1)} bytes; expected at least ${String(bytes.length)}.`,
    );
    expect((await readdir(folder)).sort()).toEqual(['cut.pth', 'tmp']);
  });

  test('of a folder with other files, which are left as they are', async () => {
    await writeFile(path.join(folder, 'letter.txt'), 'dear');
    const end = await avatar(folder, ['import', tinyModel().zip, '--to', '.']);
    expect(end).toMatchObject({ exitCode: 2, stdout: '' });
    expect(end.stderr).toMatch(/^request_invalid: \. contains other files/);
    expect(await readFile(path.join(folder, 'letter.txt'), 'utf8')).toBe('dear');
  });

  test('of a place where no folder can be made', async () => {
    await writeFile(path.join(folder, 'letter.txt'), 'dear');
    const end = await avatar(folder, ['import', tinyModel().zip, '--to', 'letter.txt/a/b']);
    expect(end).toMatchObject({ exitCode: 2, stdout: '' });
    expect(end.stderr).toMatch(
      /^request_invalid: --to: \S*letter\.txt\/a cannot be written to: a file is in the way \(ENOTDIR\)\n$/,
    );
    expect((await readdir(folder)).sort()).toEqual(['letter.txt', 'tmp']);
  });

  test.runIf(process.platform === 'linux')('of a place where even root can make nothing', async () => {
    for (const to of ['/proc/model', '/proc/a/b/model']) {
      const end = await avatar(folder, ['import', tinyModel().zip, '--to', to]);
      expect(end).toMatchObject({ exitCode: 2, stdout: '' });
      expect(end.stderr).toBe(
        'request_invalid: --to: /proc cannot be written to: nothing can be created there (ENOENT)\n',
      );
    }
  });
});
