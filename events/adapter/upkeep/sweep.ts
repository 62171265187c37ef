import { reasonOf } from '../../../config/fault-log.js';
import type { Clock } from '../../../domain/clock.js';
import {
  recordResend,
  listEntries,
  addEntry,
  readEntry,
  removeEntry,
  type OutboxEntry,
} from '../../status/outbox.js';
import { readOutcome } from '../../status/outcome.js';
import { isRequestTorn, readRequest } from '../../status/request.js';
import type { AdapterContext } from '../context.js';
import { abandonJob } from '../jobs/abandon-job.js';
import { logSinkFailure } from '../jobs/log-sink-failure.js';
import { distanceMs, isLeased, requestAgeMs } from './job-age.js';
import { deleteOrphanedVoices } from './orphaned-voices.js';
import { deleteOldStreams } from './stream-retention.js';
import { deleteOldTasks, taskRetentionMs } from './task-retention.js';
import { purgeDeletedJobs } from './purge-deleted-jobs.js';
import { deleteOldJobs } from './retention.js';

type SweepContext = Pick<
  AdapterContext,
  'store' | 'settings' | 'sink' | 'producer' | 'metrics' | 'faults' | 'log' | 'clock'
>;

const dayMs = 24 * 3600_000;
/** An entry without a request for this long belongs to a process that died between writing the two. */
const orphanedEntryMs = 3600_000;
/** The maximum interval between two attempts to send a request again, unless RESEND_AFTER_SECONDS is longer. */
const maxResendIntervalMs = 600_000;
/** Deliveries of an outcome, over an hour or more, before the sweep gives up. */
const maxDeliveries = 8;

/**
 * Sends requests again that are neither leased nor ended, and fails those that have not ended for too long, so
 * that every accepted job ends whatever the broker loses; sends undelivered outcomes again; and deletes what is too old. A failure with one job
 * does not stop the others.
 * @param signal stops the sweep between two jobs
 * @param resendAfterSeconds the age at which a job is sent again for the first time
 * @throws the first failure, after all jobs have been checked
 */
export async function sweep(
  adapter: SweepContext,
  signal: AbortSignal,
  resendAfterSeconds = adapter.settings.RESEND_AFTER_SECONDS,
): Promise<void> {
  const { store, settings, faults, log, clock } = adapter;
  const failures: unknown[] = [];
  const each = async (jobIds: readonly string[], look: (jobId: string) => Promise<void>) => {
    for (const jobId of jobIds) {
      signal.throwIfAborted();
      await look(jobId).catch((error: unknown) => {
        failures.push(error);
        const reason = reasonOf(error);
        if (!faults.isNew(`sweep.job_failed ${reason}`)) return;
        log.error({ event: 'sweep.job_failed', reason, jobId }, 'The sweep could not check a job');
      });
    }
  };
  // First: nothing of a deleted job is sent again.
  await purgeDeletedJobs(adapter, signal);
  await each(await listEntries(store, 'pending'), (jobId) =>
    resendRequest(jobId, adapter, resendAfterSeconds),
  );
  await each(await listEntries(store, 'undelivered'), (jobId) =>
    redeliverOutcome(jobId, adapter, resendAfterSeconds),
  );
  const deletedTasks = await deleteOldTasks(store, clock.epochMs() - taskRetentionMs, signal);
  if (deletedTasks > 0) log.info({ event: 'tasks.deleted', deleted: deletedTasks }, 'Old task files deleted');
  const deletedVoices = await deleteOrphanedVoices(adapter, signal);
  if (deletedVoices > 0)
    log.info({ event: 'voices.deleted', deleted: deletedVoices }, 'Voices without a job deleted');
  const deletedStreams = await deleteOldStreams(adapter, signal);
  if (deletedStreams > 0)
    log.info({ event: 'streams.deleted', deleted: deletedStreams }, 'Old streams deleted');
  if (settings.RETENTION_DAYS > 0) {
    const endedBeforeMs = clock.epochMs() - settings.RETENTION_DAYS * dayMs;
    const deleted = await deleteOldJobs(store, endedBeforeMs, signal);
    if (deleted > 0) log.info({ event: 'jobs.deleted', deleted }, 'Old jobs deleted');
  }
  if (failures.length > 0) throw failures[0];
}

async function resendRequest(
  jobId: string,
  adapter: SweepContext,
  resendAfterSeconds: number,
): Promise<void> {
  const { store, sink, settings, metrics, log, clock } = adapter;
  const entry = await readEntry(store, 'pending', jobId);
  if (!entry) return;
  if (await readOutcome(store, jobId)) {
    // The process that ended the job stopped before removing the entry, and may not have delivered the
    // outcome.
    await addEntry(store, 'undelivered', jobId);
    await removeEntry(store, 'pending', jobId);
    return;
  }
  const request = await readRequest(store, jobId);
  if (!request && (await isRequestTorn(store, jobId))) {
    await abandonJob({ jobId, request, message: 'The stored request of the job cannot be read.' }, adapter);
    return;
  }
  if (!request) {
    if (sinceSentMs(entry, clock) > orphanedEntryMs) await removeEntry(store, 'pending', jobId);
    return;
  }
  const isOverdue = (await requestAgeMs(jobId, adapter)) >= settings.ABANDON_AFTER_HOURS * 3600_000;
  if (!isOverdue && (!sink || !isDue(entry, resendAfterSeconds, clock))) return;
  if (await isLeased(jobId, adapter)) return;
  if (isOverdue) {
    const hours = String(settings.ABANDON_AFTER_HOURS);
    const message = `The job did not end within ${hours} h (ABANDON_AFTER_HOURS) and was sent again ${String(entry.resent)} times.`;
    await abandonJob({ jobId, request, message }, adapter, { resent: entry.resent });
    return;
  }
  if (!sink || !(await recordResend(store, 'pending', jobId, { ...entry, sentAt: timestamp(clock) }))) return;
  log.warn(
    { event: 'job.resent', jobId, resent: entry.resent + 1 },
    'Sending a job again that no function has leased',
  );
  metrics.jobsResent.inc({ reason: 'sweep' });
  await sink(request).catch((error: unknown) => {
    logSinkFailure(error, jobId, 'request', adapter);
  });
}

/**
 * Delivers an outcome again. The function delivers it as its reply, which is lost if the broker goes
 * away during the render. The event has the same id, so consumers drop duplicates.
 */
async function redeliverOutcome(
  jobId: string,
  { store, sink, metrics, faults, log, clock }: Omit<SweepContext, 'settings' | 'producer'>,
  resendAfterSeconds: number,
): Promise<void> {
  const entry = await readEntry(store, 'undelivered', jobId);
  if (!entry || !sink || !isDue(entry, resendAfterSeconds, clock)) return;
  const outcome = await readOutcome(store, jobId);
  if (!outcome && (await readRequest(store, jobId))) {
    // The record of the outcome is torn; the job has to be rendered again.
    await addEntry(store, 'pending', jobId);
  }
  if (!outcome || entry.resent >= maxDeliveries) {
    if (outcome)
      log.error({ event: 'outcome.given_up', jobId }, 'The outcome was never delivered; giving up');
    await removeEntry(store, 'undelivered', jobId);
    return;
  }
  if (!(await recordResend(store, 'undelivered', jobId, { ...entry, sentAt: timestamp(clock) }))) return;
  log.warn(
    { event: 'outcome.resent', jobId, resent: entry.resent + 1 },
    'Sending an undelivered outcome again',
  );
  metrics.jobsResent.inc({ reason: 'undelivered' });
  await sink(outcome).catch((error: unknown) => {
    logSinkFailure(error, jobId, 'outcome', { faults, log });
  });
}

function isDue(entry: OutboxEntry, resendAfterSeconds: number, clock: Clock): boolean {
  const firstMs = resendAfterSeconds * 1000;
  // The maximum is for the growth of the interval; the first one is as long as the setting says.
  const intervalMs = Math.min(Math.max(maxResendIntervalMs, firstMs), firstMs * 2 ** entry.resent);
  return sinceSentMs(entry, clock) >= intervalMs;
}

function timestamp(clock: Clock): string {
  return new Date(clock.epochMs()).toISOString();
}

function sinceSentMs({ sentAt }: OutboxEntry, clock: Clock): number {
  return distanceMs(new Date(sentAt), clock);
}
