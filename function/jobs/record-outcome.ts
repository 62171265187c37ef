import { inSpan } from '../../config/tracing.js';
import { errorTable } from '../../errors/table.js';
import { toRenderError, type RenderError } from '../../errors/render-error.js';
import { renderOutcome, type Envelope, type OutcomeEvent } from '../../events/contract/events.js';
import { createOutcome, readOutcome } from '../../events/status/outcome.js';
import type { FunctionContext } from '../context.js';
import { failureFingerprint } from './failure-fingerprint.js';
import type { LeasedJob } from './leased-job.js';
import { stalledError } from './stalled-render.js';

/** No job waits longer: the sweep abandons it (ABANDON_AFTER_HOURS). */
const maxQueueSeconds = 7 * 24 * 3600;

/**
 * Renders a leased job and records how it ended. The lease is released whenever the job has not
 * ended, also if the outcome could not be recorded, so that a redelivery can start at once. It keeps
 * how the job failed: a job that fails twice in the same way has failed for good.
 * @returns the recorded outcome
 * @throws RenderError that a retry can fix
 */
export async function recordOutcome(
  job: LeasedJob,
  context: FunctionContext,
  signal: AbortSignal,
): Promise<OutcomeEvent> {
  const { jobId, data, lineage, lease, log } = job;
  const attributes = { 'avatar.job.id': jobId, 'avatar.id': data.avatarId, 'avatar.attempt': lease.attempt };
  try {
    // The queue may run it in the context of another job: its own trace is its parent.
    return await inSpan('job', { attributes, parent: lineage }, () => renderAndRecord(job, context, signal));
  } catch (thrown) {
    const error = toRenderError(thrown);
    log.error({ event: 'render.retry', err: error, code: error.code }, 'The render will be retried');
    await lease
      .release(failureFingerprint(error), { code: error.code, message: error.message })
      .catch((reason: unknown) => {
        log.warn({ event: 'lease.release_failed', err: reason, jobId }, 'The lease was not released');
      });
    throw error;
  } finally {
    lease.stop();
  }
}

async function renderAndRecord(
  job: LeasedJob,
  context: FunctionContext,
  signal: AbortSignal,
): Promise<OutcomeEvent> {
  const { jobId, data, lineage, lease, log } = job;
  const { store, producer, metrics, watchdog, clock } = context;
  const current = await readOutcome(store, jobId);
  if (current) return current;
  const stalled = stalledError(lease.failures);
  if (stalled) return recordFailure(job, stalled, context);
  log.info({ event: 'render.started', avatarId: data.avatarId, attempt: lease.attempt }, 'Render started');
  const queuedSeconds = (clock.epochMs() - job.requestedMs) / 1000;
  // Events from elsewhere may have any time in them.
  if (lease.attempt === 1 && queuedSeconds >= 0 && queuedSeconds < maxQueueSeconds)
    metrics.queueSeconds.observe(queuedSeconds);
  const { runRender } = await loadRunRender();
  watchdog.watch(jobId);
  const completed = await runRender(job, context, signal)
    .catch((thrown: unknown) => toRenderError(thrown))
    .finally(() => watchdog.watch(undefined));
  if (completed instanceof Error) return recordFailure(job, completed, context);

  const outcome = await createOutcome(
    store,
    jobId,
    renderOutcome('render.completed', completed, { ...producer, ...lineage }),
  );
  metrics.renders.inc({ outcome: outcome.type.replace('render.', '') });
  const { seconds, frames } = completed;
  log.info({ event: 'render.ended', outcome: outcome.type, seconds, frames }, 'Render ended');
  return outcome;
}

/** @throws the error itself if a retry can fix it */
async function recordFailure(
  { jobId, data, lineage, lease, log }: LeasedJob,
  error: RenderError,
  { store, producer, metrics }: Pick<FunctionContext, 'store' | 'producer' | 'metrics'>,
): Promise<OutcomeEvent> {
  const fingerprint = failureFingerprint(error);
  const repeats = fingerprint !== undefined && lease.failures.includes(fingerprint);
  const outcome = repeats ? 'failed' : errorTable[error.code].outcome;
  metrics.renders.inc({ outcome: outcome === 'retryOnce' ? 'retry' : outcome });
  if (outcome === 'failed') metrics.jobsFailed.inc({ code: error.code });
  if (outcome !== 'failed' && outcome !== 'cancelled') throw error;
  log.warn({ event: 'render.ended', err: error, code: error.code }, 'Render ended');
  const { avatarId } = data;
  const envelope = { ...producer, ...lineage };
  return createOutcome(
    store,
    jobId,
    outcome === 'cancelled'
      ? renderOutcome('render.cancelled', { jobId, avatarId }, envelope)
      : failedOutcome({ jobId, avatarId }, error, envelope),
  );
}

/** A `render.failed` event. */
function failedOutcome(
  job: { readonly jobId: string; readonly avatarId?: string },
  { code, message, details }: RenderError,
  envelope: Envelope,
): OutcomeEvent {
  return renderOutcome('render.failed', { ...job, code, message, details }, envelope);
}

/**
 * Loads the modules of a render, which take as long to load as the rest of the function. The
 * function does this when it is ready and idle.
 */
export function loadRunRender() {
  return import('./run-render.js');
}
