import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, readdir, utimes, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { temporaryFolder } from '../../test/fixtures/temporary-folder.js';
import { removeStaleScratch, withScratchDir } from './scratch-dir.js';

test('withScratchDir provides a folder during the work and removes it with its content afterwards', async () => {
  let seen = '';
  const result = await withScratchDir(async (folder) => {
    seen = folder;
    await writeFile(path.join(folder, 'something'), 'x');
    expect(existsSync(folder)).toBe(true);
    return 7;
  });
  expect(result).toBe(7);
  expect(existsSync(seen)).toBe(false);
});

test('withScratchDir removes the folder after a failure, and rethrows the error', async () => {
  let seen = '';
  const work = withScratchDir((folder) => {
    seen = folder;
    return Promise.reject(new Error('no luck'));
  });
  await expect(work).rejects.toThrow('no luck');
  expect(seen).not.toBe('');
  expect(existsSync(seen)).toBe(false);
});

test('withScratchDir gives each call its own folder', async () => {
  const folders = await Promise.all([1, 2].map(() => withScratchDir((folder) => Promise.resolve(folder))));
  expect(folders[0]).not.toBe(folders[1]);
});

test('withScratchDir names TMPDIR if nothing can be created there', async () => {
  const folder = await temporaryFolder();
  const file = path.join(folder, 'file');
  await writeFile(file, '');
  vi.stubEnv('TMPDIR', file);
  onTestFinished(() => void vi.unstubAllEnvs());
  await expect(withScratchDir(() => Promise.resolve())).rejects.toMatchObject({
    code: 'bad_setting',
    message: `Temporary files cannot be written to ${file} (ENOTDIR). Set TMPDIR to a writable folder, or mount one there.`,
  });
});

describe('removeStaleScratch', () => {
  const { pid: deadPid } = spawnSync(process.execPath, ['--version']);

  /** A new temporary folder with a scratch folder that was last written to that long ago. */
  async function leftBehind(name: string, secondsAgo: number): Promise<string> {
    const tmp = await temporaryFolder();
    vi.stubEnv('TMPDIR', tmp);
    onTestFinished(() => void vi.unstubAllEnvs());
    const folder = path.join(tmp, name);
    await mkdir(folder);
    await writeFile(path.join(folder, 'video.mp4'), 'half');
    const then = Date.now() / 1000 - secondsAgo;
    await utimes(folder, then, then);
    return tmp;
  }

  /** The name that this process, or another one beside it, gives its folders. */
  async function nameOf(pid: number): Promise<string> {
    const own = await withScratchDir((folder) => Promise.resolve(path.basename(folder)));
    return own.replace(`-${String(process.pid)}-`, `-${String(pid)}-`);
  }

  test('removes the folder of a process that has ended at once', async () => {
    const tmp = await leftBehind(await nameOf(deadPid), 0);
    expect(await removeStaleScratch(60)).toHaveLength(1);
    expect(await readdir(tmp)).toEqual([]);
  });

  test('removes the folder of an earlier process with the same number at once', async () => {
    const tmp = await leftBehind(await nameOf(process.pid), 0);
    expect(await removeStaleScratch(60)).toHaveLength(1);
    expect(await readdir(tmp)).toEqual([]);
  });

  test('keeps the folder of a live process, however old', async () => {
    const tmp = await leftBehind(await nameOf(process.ppid), 6100);
    expect(await removeStaleScratch(60)).toEqual([]);
    expect(await readdir(tmp)).toHaveLength(1);
  });

  const elsewhere = `avatar-scratch-0123456789ab-${String(deadPid)}-a`;

  test('removes the folder of a process elsewhere once it is old', async () => {
    const tmp = await leftBehind(elsewhere, 61);
    expect(await removeStaleScratch(60)).toEqual([elsewhere]);
    expect(await readdir(tmp)).toEqual([]);
  });

  test.each([
    ['a recent folder of a process elsewhere', elsewhere, 30],
    ['the folder of another program', 'avatar-demo-a', 61],
  ])('keeps %s', async (_, name, secondsAgo) => {
    const tmp = await leftBehind(name, secondsAgo);
    expect(await removeStaleScratch(60)).toEqual([]);
    expect(await readdir(tmp)).toEqual([name]);
  });

  test('keeps a folder that withScratchDir is using', async () => {
    await leftBehind('other', 0);
    await withScratchDir(async (folder) => {
      expect(path.basename(folder)).toMatch(new RegExp(`^avatar-scratch-\\w+-${String(process.pid)}-`));
      expect(await removeStaleScratch(0)).toEqual([]);
      expect(existsSync(folder)).toBe(true);
    });
  });
});
