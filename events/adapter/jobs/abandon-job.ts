import { renderOutcome, type ServiceEvent } from '../../contract/events.js';
import { lineageOf } from '../../contract/lineage.js';
import { readLastError } from '../../status/lease.js';
import type { AdapterContext } from '../context.js';
import { endJob } from './end-job.js';

/** A job that is given up. */
interface AbandonedJob {
  readonly jobId: string;
  readonly request: ServiceEvent<'render.requested'> | undefined;
  readonly message: string;
}

/**
 * Fails a job that never ended by itself, with `job_abandoned` and what ended its last attempt.
 * @param job its request, unless that cannot be read, and a message that says what was tried
 * @param fields additions to the log line
 */
export async function abandonJob(
  { jobId, request, message }: AbandonedJob,
  adapter: Pick<AdapterContext, 'store' | 'sink' | 'producer' | 'metrics' | 'faults' | 'log'>,
  fields: Readonly<Record<string, unknown>> = {},
): Promise<void> {
  const last = await readLastError(adapter.store, jobId);
  const whole = last ? `${message} The last attempt failed with ${last.code}: ${last.message}` : message;
  adapter.log.error({ event: 'job.abandoned', jobId, ...fields, lastCode: last?.code }, whole);
  const data = {
    jobId,
    ...(request ? { avatarId: request.data.avatarId } : {}),
    code: 'job_abandoned' as const,
    message: whole,
    ...(last ? { details: { lastCode: last.code } } : {}),
  };
  const envelope = { ...adapter.producer, ...(request ? lineageOf(request) : {}) };
  const outcome = renderOutcome('render.failed', data, envelope);
  if ((await endJob(jobId, outcome, adapter)) === outcome)
    adapter.metrics.jobsFailed.inc({ code: data.code });
}
