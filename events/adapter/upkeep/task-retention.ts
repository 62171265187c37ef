import type { Store } from '../../../storage/store.js';

const tasksPrefix = 'tasks/';

/** How long what belongs to a task is kept: whoever asked for it has looked at it long before. */
export const taskRetentionMs = 24 * 3600_000;

/**
 * Deletes what is left of tasks: their outcomes and pictures, and uploads whose request was cut off.
 * It is of no use after a day, however long jobs are kept. In a bucket a life-cycle rule does the
 * same for nothing; this serves the folder, and buckets without one.
 * @param olderThanMs what was written longer ago than that goes; {@link taskRetentionMs} but in tests
 * @param signal stops it between two objects
 * @returns how many objects were deleted
 * @throws RenderError `store_unavailable`, `store_refused`; the signal's reason
 */
export async function deleteOldTasks(
  store: Store,
  olderThanMs: number,
  signal: AbortSignal,
): Promise<number> {
  const oldest = Date.now() - olderThanMs;
  let deleted = 0;
  for await (const { key, modified } of store.list(tasksPrefix)) {
    signal.throwIfAborted();
    if (modified.getTime() > oldest) continue;
    await store.delete(key);
    deleted++;
  }
  return deleted;
}
