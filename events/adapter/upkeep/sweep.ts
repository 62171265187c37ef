import { lastHeartbeat } from '../../status/lease.js';
import {
  recordResend,
  listEntries,
  addEntry,
  readEntry,
  removeEntry,
  type OutboxEntry,
} from '../../status/outbox.js';
import { readOutcome } from '../../status/outcome.js';
import { readRequest } from '../../status/request.js';
import type { AdapterContext } from '../context.js';
import { deleteOldTasks, taskRetentionMs } from './task-retention.js';
import { deleteOldJobs } from './retention.js';

/** A marker without a request for so long belongs to a process that died between the two. */
const orphanedMarkerMs = 3600_000;
/** What waits long is sent again less and less often, up to this. */
const maxResendIntervalMs = 600_000;
/** An outcome that nobody has taken is told so often, over an hour or more; then it is left at that. */
const maxDeliveries = 8;

/**
 * Sends again what was requested and is neither claimed nor ended, so that an accepted job is done
 * whatever the broker has lost, and tells outcomes again that nobody is known to have heard; clears
 * away what is too old. What is wrong with one job does not keep the others.
 * @param signal stops the sweep between two jobs
 * @param resendAfterSeconds how long a job may lie before it is sent again for the first time
 * @throws what the first job that could not be looked at failed with, once all have been
 */
export async function sweep(
  adapter: AdapterContext,
  signal: AbortSignal,
  resendAfterSeconds = adapter.settings.RESEND_AFTER_SECONDS,
): Promise<void> {
  const { store, settings, log } = adapter;
  const failures: unknown[] = [];
  const each = async (jobIds: readonly string[], look: (jobId: string) => Promise<void>) => {
    for (const jobId of jobIds) {
      signal.throwIfAborted();
      await look(jobId).catch((error: unknown) => {
        failures.push(error);
        log.error({ event: 'sweep.job_failed', err: error, jobId }, 'The sweep could not check a job');
      });
    }
  };
  await each(await listEntries(store, 'pending'), (jobId) =>
    resendRequest(jobId, adapter, resendAfterSeconds),
  );
  await each(await listEntries(store, 'undelivered'), (jobId) =>
    redeliverOutcome(jobId, adapter, resendAfterSeconds),
  );
  const forgotten = await deleteOldTasks(store, taskRetentionMs, signal);
  if (forgotten > 0) log.info({ event: 'tasks.deleted', deleted: forgotten }, 'Old task files deleted');
  if (settings.RETENTION_DAYS > 0) {
    const deleted = await deleteOldJobs(store, settings.RETENTION_DAYS, signal);
    if (deleted > 0) log.info({ event: 'jobs.deleted', deleted }, 'Old jobs deleted');
  }
  if (failures.length > 0) throw failures[0];
}

async function resendRequest(
  jobId: string,
  adapter: AdapterContext,
  resendAfterSeconds: number,
): Promise<void> {
  const { store, sink, metrics, log } = adapter;
  const marker = await readEntry(store, 'pending', jobId);
  if (!marker) return;
  if (await readOutcome(store, jobId)) {
    // Whoever ended it was cut off behind that, and may not have told anybody.
    await addEntry(store, 'undelivered', jobId);
    await removeEntry(store, 'pending', jobId);
    return;
  }
  const request = await readRequest(store, jobId);
  if (!request) {
    if (sinceSentMs(marker) > orphanedMarkerMs) await removeEntry(store, 'pending', jobId);
    return;
  }
  if (!sink || !isDue(marker, resendAfterSeconds) || (await isLeased(jobId, adapter))) return;
  if (!(await recordResend(store, 'pending', jobId, marker))) return;
  log.warn(
    { event: 'job.resent', jobId, resent: marker.resent + 1 },
    'Sending a job again that no function has leased',
  );
  metrics.jobsResent.inc({ why: 'sweep' });
  await sink(request).catch((error: unknown) => {
    log.warn({ event: 'sink.failed', err: error, jobId }, 'The sink did not accept the request');
  });
}

/**
 * An outcome is told as the function's reply, and a broker that goes while the function renders never
 * hears that. The event is the same, id and all: who has heard it drops it.
 */
async function redeliverOutcome(
  jobId: string,
  adapter: AdapterContext,
  resendAfterSeconds: number,
): Promise<void> {
  const { store, sink, metrics, log } = adapter;
  const marker = await readEntry(store, 'undelivered', jobId);
  if (!marker || !sink || !isDue(marker, resendAfterSeconds)) return;
  const outcome = await readOutcome(store, jobId);
  if (!outcome || marker.resent >= maxDeliveries) {
    if (outcome)
      log.error({ event: 'outcome.given_up', jobId }, 'The outcome was never delivered; giving up');
    await removeEntry(store, 'undelivered', jobId);
    return;
  }
  if (!(await recordResend(store, 'undelivered', jobId, marker))) return;
  log.warn(
    { event: 'outcome.resent', jobId, resent: marker.resent + 1 },
    'Sending an undelivered outcome again',
  );
  metrics.jobsResent.inc({ why: 'undelivered' });
  await sink(outcome).catch((error: unknown) => {
    log.warn({ event: 'sink.failed', err: error, jobId }, 'The sink did not accept the outcome');
  });
}

function isDue(marker: OutboxEntry, resendAfterSeconds: number): boolean {
  return sinceSentMs(marker) >= Math.min(maxResendIntervalMs, resendAfterSeconds * 1000 * 2 ** marker.resent);
}

function sinceSentMs({ sentAt }: OutboxEntry): number {
  return Date.now() - Date.parse(sentAt);
}

/** Clocks of the store and of this machine may differ a little; a claim is held long enough for that. */
async function isLeased(jobId: string, { store, settings }: AdapterContext): Promise<boolean> {
  const alive = await lastHeartbeat(store, jobId);
  return alive !== undefined && Date.now() - alive.getTime() < 3 * settings.CLAIM_SECONDS * 1000;
}
