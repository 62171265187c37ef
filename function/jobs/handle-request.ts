import type { CloudEvent } from 'cloudevents';
import { toRenderError, type RenderError } from '../../errors/render-error.js';
import { parseRenderRequested, renderRefused, type OutcomeEvent } from '../../events/contract/events.js';
import { jobIdFromEvent, jobIdSchema, refusedJobId } from '../../events/contract/job-id.js';
import { lineageOf } from '../../events/contract/lineage.js';
import { isDeleted } from '../../events/status/deletion.js';
import { acquireLease, isLease, type ObservedLease } from '../../events/status/lease.js';
import { readOutcome } from '../../events/status/outcome.js';
import { createRequest, readRequest } from '../../events/status/request.js';
import type { FunctionContext } from '../context.js';
import type { LeasedJob } from './leased-job.js';
import { recordOutcome } from './record-outcome.js';

/**
 * Handles a `render.requested` exactly once. A job that has ended gets its recorded outcome; a job
 * that another process is rendering is awaited, and taken over if that process dies.
 * @returns the job's outcome, the same for every delivery; for an event that never became a job, a refusal with
 *   an id of its own
 * @throws RenderError that a retry can fix
 */
export async function handleRequest(
  event: CloudEvent<unknown>,
  context: FunctionContext,
  signal: AbortSignal,
): Promise<OutcomeEvent> {
  const lineage = lineageOf(event);
  const jobId = jobIdIn(event);
  const traceId = lineage.traceparent?.split('-')[1];
  const log = context.log.child({ jobId, ...(traceId === undefined ? {} : { traceId }) });
  try {
    const request = parseRenderRequested(event);
    const ended = await readOutcome(context.store, jobId);
    if (ended && isDeleted(ended)) return ended;
    await createRequest(context.store, jobId, request);
    return await awaitOutcome(
      { jobId, data: request.data, requestedMs: Date.parse(request.time ?? ''), lineage, log },
      context,
      signal,
    );
  } catch (thrown) {
    const error = toRenderError(thrown);
    // An invalid request never became a job, and a conflicting one belongs to another job: neither
    // is recorded in the store.
    if (error.code !== 'request_invalid' && error.code !== 'job_conflict') throw error;
    log.warn({ event: 'request.rejected', code: error.code }, error.message);
    return refusal(event, jobId, error, context);
  }
}

/** The id in the event may belong to another sender's job, whose consumers must not see this reply as theirs. */
async function refusal(
  event: CloudEvent<unknown>,
  jobId: string,
  { code, message, details }: RenderError,
  { store, producer }: Pick<FunctionContext, 'store' | 'producer'>,
): Promise<OutcomeEvent> {
  const isTaken =
    (await readOutcome(store, jobId)) !== undefined || (await readRequest(store, jobId)) !== undefined;
  const data = { jobId: isTaken ? refusedJobId(event) : jobId, code, message, details };
  return renderRefused(event, data, { ...producer, ...lineageOf(event) });
}

/** Waits until the job has ended, or until this process gets the lease and ends it. */
async function awaitOutcome(
  job: Omit<LeasedJob, 'lease'>,
  context: FunctionContext,
  signal: AbortSignal,
): Promise<OutcomeEvent> {
  const { store, renderer, queue, clock } = context;
  const { CLAIM_SECONDS: leaseSeconds } = renderer.settings;
  const owner = { name: context.owner, leaseSeconds, clock };
  let observed: ObservedLease | undefined;
  for (;;) {
    const current = await readOutcome(store, job.jobId);
    if (current) return current;
    const result = await queue.add(async () => {
      signal.throwIfAborted();
      const lease = await acquireLease(store, job.jobId, owner, observed);
      return isLease(lease)
        ? { outcome: await recordOutcome({ ...job, lease }, context, signal) }
        : { observed: lease };
    });
    if (result.outcome) return result.outcome;
    observed = result.observed;
    await clock.sleep(Math.min(1000, (leaseSeconds * 1000) / 3), signal);
  }
}

function jobIdIn(event: CloudEvent<unknown>): string {
  const { data } = event;
  const given = typeof data === 'object' && data !== null && 'jobId' in data ? data.jobId : undefined;
  const parsed = jobIdSchema.safeParse(given);
  return parsed.success ? parsed.data : jobIdFromEvent(event);
}
