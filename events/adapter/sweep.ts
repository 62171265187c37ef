import { lastSignOfLife } from '../status/claim.js';
import { countResend, deleteMarker, openJobs, readMarker } from '../status/open-marker.js';
import { readOutcome } from '../status/outcome.js';
import { readRequest } from '../status/request.js';
import type { Adapter } from './adapter.js';
import { deleteOldJobs } from './retention.js';

/** A marker without a request for so long belongs to a process that died between the two. */
const orphanedMarkerMs = 3600_000;
/** Jobs that wait long are sent again less and less often, up to this. */
const longestResendMs = 600_000;

/**
 * Sends again what was requested and is neither claimed nor ended, so that an accepted job is done
 * whatever the broker has lost; clears away what has ended, and what is too old.
 * @param signal stops the sweep between two jobs
 * @param resendAfterSeconds how long a job may lie before it is sent again for the first time
 */
export async function sweep(
  adapter: Adapter,
  signal: AbortSignal,
  resendAfterSeconds = adapter.settings.RESEND_AFTER_SECONDS,
): Promise<void> {
  const { store, settings, log } = adapter;
  for (const jobId of await openJobs(store)) {
    signal.throwIfAborted();
    await sweepJob(jobId, adapter, resendAfterSeconds);
  }
  if (settings.RETENTION_DAYS > 0) {
    const deleted = await deleteOldJobs(store, settings.RETENTION_DAYS, signal);
    if (deleted > 0) log.info({ deleted }, 'old jobs deleted');
  }
}

async function sweepJob(
  jobId: string,
  { store, sink, settings, metrics, log }: Adapter,
  resendAfterSeconds: number,
): Promise<void> {
  const marker = await readMarker(store, jobId);
  if (!marker) return;
  if (await readOutcome(store, jobId)) {
    await deleteMarker(store, jobId);
    return;
  }
  const request = await readRequest(store, jobId);
  const sinceSentMs = Date.now() - Date.parse(marker.sentAt);
  if (!request) {
    if (sinceSentMs > orphanedMarkerMs) await deleteMarker(store, jobId);
    return;
  }
  const patienceMs = Math.min(longestResendMs, resendAfterSeconds * 1000 * 2 ** marker.resent);
  if (!sink || sinceSentMs < patienceMs || (await isClaimed(jobId, { store, settings }))) return;
  if (!(await countResend(store, jobId, marker))) return;
  log.warn({ jobId, resent: marker.resent + 1 }, 'a job that nobody has taken is sent again');
  metrics.jobsResent.inc({ why: 'sweep' });
  await sink(request).catch((error: unknown) => {
    log.warn({ err: error, jobId }, 'the sink did not take it');
  });
}

/** Clocks of the store and of this machine may differ a little; a claim is held long enough for that. */
async function isClaimed(
  jobId: string,
  { store, settings }: Pick<Adapter, 'store' | 'settings'>,
): Promise<boolean> {
  const alive = await lastSignOfLife(store, jobId);
  return alive !== undefined && Date.now() - alive.getTime() < 3 * settings.CLAIM_SECONDS * 1000;
}
