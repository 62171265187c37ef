import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { errnoOf, RenderError } from '../../errors/render-error.js';
import { removeStale } from './remove-stale.js';

const prefix = 'avatar-scratch-';

/**
 * Runs `work` with a new, empty folder, and removes the folder afterwards, also after a failure.
 */
export async function withScratchDir<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(path.join(os.tmpdir(), `${prefix}${String(process.pid)}-`));
  try {
    return await work(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/**
 * Checks that temporary files can be written, and creates their folder if it does not exist: in a
 * container with a read-only root, only mounted folders are writable.
 * @throws RenderError `bad_setting`, naming the folder
 */
export async function checkScratch(): Promise<void> {
  const folder = os.tmpdir();
  try {
    await mkdir(folder, { recursive: true });
    await withScratchDir((scratch) => writeFile(path.join(scratch, 'probe'), 'probe'));
  } catch (error) {
    const why = errnoOf(error) ?? 'unknown reason';
    throw new RenderError(
      'bad_setting',
      `Temporary files cannot be written to ${folder} (${why}). Set TMPDIR to a writable folder, or mount one there.`,
      { cause: error },
    );
  }
}

/**
 * Removes the folders of processes that were killed before they could do so themselves. A process with
 * the same number may be alive in another container that shares the folder, so only folders older than
 * any render are removed.
 * @returns the names of the removed folders
 */
export async function removeStaleScratch(olderThanSeconds: number): Promise<string[]> {
  return removeStale(os.tmpdir(), prefix, olderThanSeconds, (name) => {
    const pid = Number.parseInt(name.slice(prefix.length), 10);
    return pid !== process.pid && isAlive(pid);
  });
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    // A process of another user is alive, too.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
