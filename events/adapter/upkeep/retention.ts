import type { Store } from '../../../storage/store.js';
import { jobKeys } from '../../status/keys.js';

const dayMs = 24 * 3600_000;

/**
 * Deletes jobs that ended longer ago than the limit, with their videos. In a bucket, a lifecycle rule
 * does the same at no cost; this is for folders, and buckets without a rule.
 * @returns the number of deleted jobs
 */
export async function deleteOldJobs(store: Store, days: number, signal: AbortSignal): Promise<number> {
  const oldest = Date.now() - days * dayMs;
  let deleted = 0;
  for await (const { key, modified } of store.list('jobs/')) {
    signal.throwIfAborted();
    const jobId = /^jobs\/([^/]+)\/outcome\.json$/.exec(key)?.[1];
    if (jobId === undefined || modified.getTime() > oldest) continue;
    await store.delete(jobKeys.video(jobId));
    await store.delete(jobKeys.upload(jobId));
    await store.delete(jobKeys.speech(jobId));
    await store.delete(jobKeys.captions(jobId));
    await store.delete(jobKeys.progress(jobId));
    await store.delete(jobKeys.lease(jobId));
    await store.delete(jobKeys.request(jobId));
    await store.delete(jobKeys.undelivered(jobId));
    // Last, so that an interrupted deletion is resumed.
    await store.delete(jobKeys.outcome(jobId));
    deleted++;
  }
  return deleted;
}
