import type { Store } from '../../../storage/store.js';
import { jobKeys } from '../../status/keys.js';
import { removeJobObjects } from '../../status/job-objects.js';

/**
 * Deletes jobs that ended before a time, with their videos. In a bucket, a lifecycle rule
 * does the same at no cost; this is for folders, and buckets without a rule.
 * @param endedBeforeMs milliseconds since 1970
 * @param signal stops between two jobs
 * @returns the number of deleted jobs
 */
export async function deleteOldJobs(
  store: Store,
  endedBeforeMs: number,
  signal: AbortSignal,
): Promise<number> {
  let deleted = 0;
  for await (const { key, modified } of store.list('jobs/')) {
    signal.throwIfAborted();
    const jobId = /^jobs\/([^/]+)\/outcome\.json$/.exec(key)?.[1];
    if (jobId === undefined || modified.getTime() > endedBeforeMs) continue;
    await removeJobObjects(store, jobId);
    // Last, so that an interrupted deletion is resumed.
    await store.delete(jobKeys.outcome(jobId));
    deleted++;
  }
  return deleted;
}
