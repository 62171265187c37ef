import { setTimeout as sleep } from 'node:timers/promises';
import type { CloudEvent } from 'cloudevents';
import type { Logger } from '../../config/logger.js';
import { errorTable } from '../../errors/table.js';
import { RenderError, toRenderError } from '../../errors/render-error.js';
import type { EventData } from '../../events/contract/event-data.js';
import {
  renderOutcome,
  parseRenderRequested,
  sources,
  traceparentOf,
  type OutcomeEvent,
} from '../../events/contract/events.js';
import { jobIdFromEvent, jobIdSchema } from '../../events/contract/job-id.js';
import type { Sink } from '../../events/sink/sink.js';
import { isLease, acquireLease, type Lease, type ObservedLease } from '../../events/status/lease.js';
import { createOutcome, readOutcome } from '../../events/status/outcome.js';
import { createRequest } from '../../events/status/request.js';
import type { Catalogue } from '../../storage/catalogue/catalogue.js';
import type { Store } from '../../storage/store.js';
import type { FunctionMetrics } from '../metrics.js';
import type { Renderer } from '../render/load-renderer.js';
import type { SerialQueue } from '../serial-queue.js';

/** Everything that a request is fulfilled with. */
export interface FunctionContext {
  readonly store: Store;
  readonly catalogue: Catalogue;
  readonly renderer: Renderer;
  readonly sink: Sink | undefined;
  readonly queue: SerialQueue;
  readonly metrics: FunctionMetrics;
  readonly log: Logger;
  /** Names this process in leases. */
  readonly owner: string;
}

/** A job that this process works on. */
export interface LeasedJob {
  readonly jobId: string;
  readonly data: EventData<'render.requested'>;
  readonly traceparent: string | undefined;
  readonly lease: Lease;
  readonly log: Logger;
}

/**
 * Does what a `render.requested` asks for, once: a job that has ended is answered with its outcome,
 * one that another process renders is waited for, and taken over if that process dies.
 * @returns the job's outcome, the same for every delivery
 * @throws RenderError of what a retry can mend
 */
export async function handleRequest(
  event: CloudEvent<unknown>,
  context: FunctionContext,
  signal: AbortSignal,
): Promise<OutcomeEvent> {
  const { store, log } = context;
  const traceparent = traceparentOf(event);
  const jobId = jobIdIn(event);
  const jobLog = log.child({
    jobId,
    ...(traceparent === undefined ? {} : { traceId: traceparent.split('-')[1] }),
  });
  try {
    const request = parseRenderRequested(event);
    await createRequest(store, jobId, request);
    return await awaitOutcome({ jobId, data: request.data, traceparent, log: jobLog }, context, signal);
  } catch (thrown) {
    const error = toRenderError(thrown);
    // What was never a job, or is somebody else's, has no place in the store.
    if (error.code !== 'request_invalid' && error.code !== 'job_conflict') throw error;
    jobLog.warn({ code: error.code }, error.message);
    return failure(jobId, undefined, error, traceparent);
  }
}

/** Waits until the job has ended, or can be taken and is ended here. */
async function awaitOutcome(
  job: Omit<LeasedJob, 'lease'>,
  context: FunctionContext,
  signal: AbortSignal,
): Promise<OutcomeEvent> {
  const { store, renderer, queue, owner } = context;
  const { CLAIM_SECONDS: leaseSeconds } = renderer.settings;
  let observed: ObservedLease | undefined;
  for (;;) {
    const current = await readOutcome(store, job.jobId);
    if (current) return current;
    const result = await queue.run(async () => {
      const lease = await acquireLease(store, job.jobId, owner, leaseSeconds, observed);
      return isLease(lease)
        ? { outcome: await renderAndRecord({ ...job, lease }, context, signal) }
        : { observed: lease };
    });
    if (result.outcome) return result.outcome;
    observed = result.observed;
    await sleep(Math.min(1000, (leaseSeconds * 1000) / 3), undefined, { signal });
  }
}

/** Renders the job and ends it; gives the lease back where a retry may help. */
async function renderAndRecord(
  job: LeasedJob,
  context: FunctionContext,
  signal: AbortSignal,
): Promise<OutcomeEvent> {
  const { jobId, data, traceparent, lease, log } = job;
  const { store, metrics } = context;
  try {
    const current = await readOutcome(store, jobId);
    if (current) return current;
    log.info({ avatarId: data.avatarId, attempt: lease.attempt }, 'render begins');
    const { runRender: renderJob } = await loadRunRender();
    const completed = await renderJob(job, context, signal);
    const outcome = await createOutcome(
      store,
      jobId,
      renderOutcome('render.completed', completed, { source: sources.function, traceparent }),
    );
    metrics.renders.inc({ outcome: outcome.type.replace('render.', ''), code: '' });
    log.info({ outcome: outcome.type, seconds: completed.seconds, frames: completed.frames }, 'render ended');
    return outcome;
  } catch (thrown) {
    const error = toRenderError(thrown);
    const { outcome } = errorTable[error.code];
    metrics.renders.inc({ outcome, code: error.code });
    if (outcome === 'retry' || outcome === 'none') {
      log.error({ err: error, code: error.code }, 'render will be tried again');
      await lease.release().catch(() => undefined);
      throw error;
    }
    log.warn({ err: error, code: error.code }, 'render ended');
    return await createOutcome(
      store,
      jobId,
      outcome === 'cancelled' ? cancellation(job) : failure(jobId, data.avatarId, error, traceparent),
    );
  } finally {
    lease.stop();
  }
}

/**
 * What a render needs takes as long to load as the rest of the function, and no request waits for it
 * until there is one: the function loads it when it is ready and has nothing to do.
 */
export function loadRunRender() {
  return import('./run-render.js');
}

function jobIdIn(event: CloudEvent<unknown>): string {
  const { data } = event;
  const given = typeof data === 'object' && data !== null && 'jobId' in data ? data.jobId : undefined;
  const parsed = jobIdSchema.safeParse(given);
  return parsed.success ? parsed.data : jobIdFromEvent(event);
}

function cancellation({ jobId, data, traceparent }: LeasedJob): OutcomeEvent {
  return renderOutcome(
    'render.cancelled',
    { jobId, avatarId: data.avatarId },
    { source: sources.function, traceparent },
  );
}

function failure(
  jobId: string,
  avatarId: string | undefined,
  { code, message, details }: RenderError,
  traceparent: string | undefined,
): OutcomeEvent {
  const data = { jobId, code, message, details, ...(avatarId === undefined ? {} : { avatarId }) };
  return renderOutcome('render.failed', data, { source: sources.function, traceparent });
}
