import type { Store } from '../../../storage/store.js';

const tasksPrefix = 'tasks/';

/** How long the files of a task are kept; its client has used them long before. */
export const taskRetentionMs = 24 * 3600_000;

/**
 * Deletes the files of old tasks: outcomes, pictures, and uploads of interrupted requests. They are
 * useless after a day, however long jobs are kept. In a bucket, a lifecycle rule does the same at no
 * cost; this is for folders, and buckets without a rule.
 * @param writtenBeforeMs milliseconds since 1970
 * @param signal stops between two objects
 * @returns the number of deleted objects
 * @throws RenderError `store_unavailable`, `store_refused`; the signal's reason
 */
export async function deleteOldTasks(
  store: Store,
  writtenBeforeMs: number,
  signal: AbortSignal,
): Promise<number> {
  let deleted = 0;
  for await (const { key, modified } of store.list(tasksPrefix)) {
    signal.throwIfAborted();
    if (modified.getTime() > writtenBeforeMs) continue;
    await store.delete(key);
    deleted++;
  }
  return deleted;
}
