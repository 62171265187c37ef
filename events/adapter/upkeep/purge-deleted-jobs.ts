import type { AdapterContext } from '../context.js';
import { removeJobObjects } from '../../status/job-objects.js';
import { jobKeys } from '../../status/keys.js';
import { distanceMs } from './job-age.js';

/** For this long after a deletion, a renderer that has not noticed it yet may still store something. */
const settlingMs = 600_000;

/**
 * Deletes what was stored for deleted jobs after their deletion, by a renderer or a late delivery. The last trace of a
 * job, its outcome, goes when the broker delivers nothing of it any more (`ABANDON_AFTER_HOURS`).
 * @param signal stops between two jobs
 */
export async function purgeDeletedJobs(
  { store, settings, clock }: Pick<AdapterContext, 'store' | 'settings' | 'clock'>,
  signal: AbortSignal,
): Promise<void> {
  const prefix = jobKeys.deleted('');
  const lifetimeMs = settings.ABANDON_AFTER_HOURS * 3600_000;
  for await (const { key, modified } of store.list(prefix)) {
    signal.throwIfAborted();
    const ageMs = distanceMs(modified, clock);
    const isOver = ageMs >= lifetimeMs;
    if (ageMs > settlingMs && !isOver) continue;
    const jobId = key.slice(prefix.length);
    await removeJobObjects(store, jobId);
    if (!isOver) continue;
    await store.delete(jobKeys.outcome(jobId));
    await store.delete(key);
  }
}
