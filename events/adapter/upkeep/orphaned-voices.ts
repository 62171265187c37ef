import type { Clock } from '../../../domain/clock.js';
import type { Store } from '../../../storage/store.js';
import { jobKeys } from '../../status/keys.js';

/** Longer than any upload, and than any job that is rendered at once. */
const orphanedMs = 24 * 3600_000;
/** Each sweep looks at uploads; there are far more spoken texts, which are looked at this often. */
const speechIntervalMs = 3600_000;
/** When the speech of each store was last looked at, on the clock of this process. */
const lookedMs = new WeakMap<Store, number>();

const uploads = { prefix: 'uploads/', jobId: /^uploads\/([^/]+)\/voice$/ };
const speech = { prefix: 'speech/', jobId: /^speech\/([^/]+)\.(?:wav|vtt)$/ };

/**
 * Deletes voices that no job needs: those of requests that were interrupted before their job was stored, and uploads
 * that arrived after their job had ended. In a bucket, a lifecycle rule does the same at no cost; this is for folders,
 * and buckets without a rule.
 * @param signal stops between two objects
 * @returns the number of deleted objects
 * @throws RenderError `store_unavailable`, `store_refused`; the signal's reason
 */
export async function deleteOrphanedVoices(
  { store, clock }: { readonly store: Store; readonly clock: Clock },
  signal: AbortSignal,
): Promise<number> {
  const oldestMs = clock.epochMs() - orphanedMs;
  let deleted = await deleteBelow({ store, oldestMs, signal }, uploads, async (jobId) => {
    const isWaiting =
      (await store.head(jobKeys.request(jobId))) && !(await store.head(jobKeys.outcome(jobId)));
    return !isWaiting;
  });
  const nowMs = clock.monotonicMs();
  if (nowMs - (lookedMs.get(store) ?? -Infinity) < speechIntervalMs) return deleted;
  deleted += await deleteBelow(
    { store, oldestMs, signal },
    speech,
    async (jobId) =>
      !(await store.head(jobKeys.request(jobId))) && !(await store.head(jobKeys.outcome(jobId))),
  );
  lookedMs.set(store, nowMs);
  return deleted;
}

async function deleteBelow(
  { store, oldestMs, signal }: { store: Store; oldestMs: number; signal: AbortSignal },
  { prefix, jobId: pattern }: { readonly prefix: string; readonly jobId: RegExp },
  isOrphaned: (jobId: string) => Promise<boolean>,
): Promise<number> {
  let deleted = 0;
  for await (const { key, modified } of store.list(prefix)) {
    signal.throwIfAborted();
    const jobId = pattern.exec(key)?.[1];
    if (jobId === undefined || modified.getTime() > oldestMs || !(await isOrphaned(jobId))) continue;
    await store.delete(key);
    deleted++;
  }
  return deleted;
}
