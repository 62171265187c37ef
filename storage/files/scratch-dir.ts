import { createHash, randomBytes } from 'node:crypto';
import { readFileSync, readlinkSync } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { errnoOf, RenderError } from '../../errors/render-error.js';
import { removeStale } from './remove-stale.js';

const prefix = 'avatar-scratch-';
const ownPrefix = `${prefix}${processSpace()}-`;
/** The names of this process's folders. */
const inUse = new Set<string>();

/**
 * Runs `work` with a new, empty folder, and removes the folder afterwards, also after a failure.
 * @throws RenderError `bad_setting`, naming the folder for temporary files, if nothing can be created there
 */
export async function withScratchDir<T>(work: (folder: string) => Promise<T>): Promise<T> {
  // Noted before the folder exists, because folders that are not in use are removed at any time.
  const name = `${ownPrefix}${String(process.pid)}-${randomBytes(6).toString('hex')}`;
  const folder = path.join(os.tmpdir(), name);
  inUse.add(name);
  try {
    await createFolder(folder);
    try {
      return await work(folder);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  } finally {
    inUse.delete(name);
  }
}

async function createFolder(folder: string): Promise<void> {
  try {
    await mkdir(folder, { mode: 0o700 });
  } catch (error) {
    throw isFull(error) ? error : scratchError(error);
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
    throw error instanceof RenderError ? error : scratchError(error);
  }
}

/** A full disk is another fault, which may pass. */
function isFull(error: unknown): boolean {
  return ['ENOSPC', 'EDQUOT'].includes(errnoOf(error) ?? '');
}

function scratchError(cause: unknown): RenderError {
  const why = errnoOf(cause) ?? 'unknown reason';
  return new RenderError(
    'bad_setting',
    `Temporary files cannot be written to ${os.tmpdir()} (${why}). Set TMPDIR to a writable folder, or mount one there.`,
    { cause },
  );
}

/**
 * Removes the folders of processes that were killed before they could do so themselves: at once where this
 * process can see that they have ended. Elsewhere, such as in another container that shares the folder, a
 * process with the same number may be alive, so only folders older than any render are removed.
 * @returns the names of the removed folders
 */
export async function removeStaleScratch(olderThanSeconds: number): Promise<string[]> {
  const folder = os.tmpdir();
  const seen = await removeStale(folder, ownPrefix, 0, (name) => {
    const pid = Number.parseInt(name.slice(ownPrefix.length), 10);
    return pid === process.pid ? inUse.has(name) : isAlive(pid);
  });
  const isOwn = (name: string) => name.startsWith(ownPrefix);
  return [...seen, ...(await removeStale(folder, prefix, olderThanSeconds, isOwn))];
}

/** Identifies the processes that have different numbers: those of one namespace of a running system. */
function processSpace(): string {
  const parts = [os.hostname(), read(() => readFileSync('/proc/sys/kernel/random/boot_id', 'utf8'))];
  parts.push(read(() => readlinkSync('/proc/self/ns/pid')));
  return createHash('sha256').update(parts.join(' ')).digest('hex').slice(0, 12);
}

function read(from: () => string): string {
  try {
    return from();
  } catch {
    return '';
  }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    // A process of another user is alive, too.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
