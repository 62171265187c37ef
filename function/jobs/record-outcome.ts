import { errorTable } from '../../errors/table.js';
import { toRenderError, type RenderError } from '../../errors/render-error.js';
import { renderOutcome, sources, type OutcomeEvent } from '../../events/contract/events.js';
import { createOutcome, readOutcome } from '../../events/status/outcome.js';
import type { FunctionContext } from '../context.js';
import { failureFingerprint } from './failure-fingerprint.js';
import type { LeasedJob } from './leased-job.js';

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
  const { jobId, lease, log } = job;
  try {
    return await renderAndRecord(job, context, signal);
  } catch (thrown) {
    const error = toRenderError(thrown);
    log.error({ event: 'render.retry', err: error, code: error.code }, 'The render will be retried');
    await lease.release(failureFingerprint(error)).catch((reason: unknown) => {
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
  const { jobId, data, traceparent, lease, log } = job;
  const { store, metrics } = context;
  const current = await readOutcome(store, jobId);
  if (current) return current;
  log.info({ event: 'render.started', avatarId: data.avatarId, attempt: lease.attempt }, 'Render started');
  const { runRender } = await loadRunRender();
  const completed = await runRender(job, context, signal).catch((thrown: unknown) => toRenderError(thrown));
  if (completed instanceof Error) return recordFailure(job, completed, { store, metrics });

  const outcome = await createOutcome(
    store,
    jobId,
    renderOutcome('render.completed', completed, { source: sources.function, traceparent }),
  );
  metrics.renders.inc({ outcome: outcome.type.replace('render.', ''), code: '' });
  const { seconds, frames } = completed;
  log.info({ event: 'render.ended', outcome: outcome.type, seconds, frames }, 'Render ended');
  return outcome;
}

/** @throws the error itself if a retry can fix it */
async function recordFailure(
  { jobId, data, traceparent, lease, log }: LeasedJob,
  error: RenderError,
  { store, metrics }: Pick<FunctionContext, 'store' | 'metrics'>,
): Promise<OutcomeEvent> {
  const fingerprint = failureFingerprint(error);
  const repeats = fingerprint !== undefined && lease.failures.includes(fingerprint);
  const outcome = repeats ? 'failed' : errorTable[error.code].outcome;
  metrics.renders.inc({ outcome: outcome === 'retryOnce' ? 'retry' : outcome, code: error.code });
  if (outcome !== 'failed' && outcome !== 'cancelled') throw error;
  log.warn({ event: 'render.ended', err: error, code: error.code }, 'Render ended');
  const { avatarId } = data;
  return createOutcome(
    store,
    jobId,
    outcome === 'cancelled'
      ? renderOutcome('render.cancelled', { jobId, avatarId }, { source: sources.function, traceparent })
      : failedOutcome({ jobId, avatarId, traceparent }, error),
  );
}

/** A `render.failed` event. */
export function failedOutcome(
  { jobId, avatarId, traceparent }: { jobId: string; avatarId?: string; traceparent: string | undefined },
  { code, message, details }: RenderError,
): OutcomeEvent {
  const data = { jobId, code, message, details, ...(avatarId === undefined ? {} : { avatarId }) };
  return renderOutcome('render.failed', data, { source: sources.function, traceparent });
}

/**
 * Loads the modules of a render, which take as long to load as the rest of the function. The
 * function does this when it is ready and idle.
 */
export function loadRunRender() {
  return import('./run-render.js');
}
