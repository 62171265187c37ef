import { RenderError } from '../../../errors/render-error.js';
import type { EventData } from '../../contract/event-data.js';
import { renderRequested } from '../../contract/events.js';
import type { Lineage } from '../../contract/lineage.js';
import { createRequest } from '../../status/request.js';
import type { AdapterContext } from '../context.js';
import type { Client } from '../http/client-identity.js';
import { logSinkFailure } from './log-sink-failure.js';

/** A client's request and the id of its job. */
export interface JobRequest {
  readonly data: EventData<'render.requested'> & { readonly jobId: string };
  readonly lineage: Lineage;
  /** The id was derived from an Idempotency-Key. */
  readonly idempotent: boolean;
  readonly client: Client;
}

/**
 * Creates a job and sends its request to the sink. If the sink does not accept it in time, the job
 * stays pending and the sweep sends it again, so an accepted job is a promise.
 * @returns whether the job is new
 * @throws RenderError `idempotency_conflict`
 */
export async function acceptJob(
  { data, lineage, idempotent, client }: JobRequest,
  {
    store,
    sink,
    producer,
    metrics,
    faults,
    log,
  }: Pick<AdapterContext, 'store' | 'sink' | 'producer' | 'metrics' | 'faults' | 'log'>,
): Promise<boolean> {
  const event = renderRequested(data, { ...producer, ...lineage });
  const created = await createRequest(store, data.jobId, event, client.id).catch((error: unknown) => {
    throw idempotent ? idempotencyConflict(error) : error;
  });
  if (!created) return false;
  metrics.jobsAccepted.inc();
  const { jobId, avatarId } = data;
  log.info({ event: 'job.accepted', jobId, avatarId, client: client.name }, 'Job accepted');
  await sink?.(event).catch((error: unknown) => {
    logSinkFailure(error, data.jobId, 'request', { faults, log });
  });
  return true;
}

function idempotencyConflict(error: unknown): unknown {
  if (!(error instanceof RenderError) || error.code !== 'job_conflict') return error;
  return new RenderError(
    'idempotency_conflict',
    'This Idempotency-Key was used with another request. Use a new key, or repeat the same request.',
    { cause: error },
  );
}
