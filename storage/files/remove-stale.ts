import { readdir, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { errnoOf } from '../../errors/render-error.js';

/**
 * Removes unfinished files and folders that killed processes have left behind.
 * @param prefix the start of their names
 * @param olderThanSeconds longer than any live process pauses between two writes
 * @param isKept keeps a name regardless of its age
 * @returns the names that were removed; none if the folder does not exist
 */
export async function removeStale(
  folder: string,
  prefix: string,
  olderThanSeconds: number,
  isKept: (name: string) => boolean = () => false,
): Promise<string[]> {
  const names = await readdir(folder).catch((error: unknown) => {
    if (errnoOf(error) === 'ENOENT') return [];
    throw error;
  });
  const removed: string[] = [];
  for (const name of names.filter((entry) => entry.startsWith(prefix) && !isKept(entry))) {
    const entry = path.join(folder, name);
    // The owner may have removed it in the meantime.
    const found = await stat(entry).catch(() => undefined);
    if (!found || Date.now() - found.mtimeMs < olderThanSeconds * 1000) continue;
    await rm(entry, { recursive: true, force: true });
    removed.push(name);
  }
  return removed;
}
