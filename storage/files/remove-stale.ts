import { readdir, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { errnoOf } from '../../errors/render-error.js';

/**
 * Removes what processes that were killed have left in a folder of unfinished things.
 * @param prefix of the names that are meant
 * @param olderThanSeconds longer than anybody who lives goes without writing to his
 * @param isKept spares a name all the same
 * @returns the names of what was removed; none where there is no such folder
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
    // Whoever it belongs to may just be done with it.
    const found = await stat(entry).catch(() => undefined);
    if (!found || Date.now() - found.mtimeMs < olderThanSeconds * 1000) continue;
    await rm(entry, { recursive: true, force: true });
    removed.push(name);
  }
  return removed;
}
