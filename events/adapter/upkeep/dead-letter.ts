import type { CloudEvent } from 'cloudevents';
import { RenderError } from '../../../errors/render-error.js';
import { isOfType, parseEvent, type ServiceEvent } from '../../contract/events.js';
import { jobIdFromEvent } from '../../contract/job-id.js';
import { addEntry, readEntry, recordDeadLetter, withdrawDeadLetter } from '../../status/outbox.js';
import { readOutcome } from '../../status/outcome.js';
import { createRequest } from '../../status/request.js';
import type { AdapterContext } from '../context.js';
import { abandonJob } from '../jobs/abandon-job.js';
import { isLeased } from './job-age.js';

/** How many times a request is sent again before its job fails, or is left to the sweep. */
const maxResends = 2;
/** An extension attribute that says to consumers how many times an event was sent again. */
const resentAttribute = 'resent';
/** What the function answers for faults that a retry can fix. */
const retryableStatus = 503;

/**
 * Handles a request that the broker gave up on. It is sent again up to twice, as the store counts. Then its job
 * fails, unless the last answer says that a retry can help: such a job is left to the sweep, which sends it until
 * ABANDON_AFTER_HOURS. Dead letters of other types, of jobs that have ended, of jobs that a function is rendering,
 * and of requests whose job id belongs to another request are ignored.
 */
export async function handleDeadLetter(
  event: CloudEvent<unknown>,
  adapter: Pick<
    AdapterContext,
    'store' | 'settings' | 'sink' | 'producer' | 'metrics' | 'faults' | 'log' | 'clock'
  >,
): Promise<void> {
  const { store, sink, metrics, log } = adapter;
  if (!isOfType(event, 'render.requested')) return;
  const jobId = event.data.jobId ?? jobIdFromEvent(event);
  if (await readOutcome(store, jobId)) return;
  const request = original(event);
  if (!(await isOfJob(jobId, request, adapter)) || (await isLeased(jobId, adapter))) return;

  await addEntry(store, 'pending', jobId);
  const entry = await readEntry(store, 'pending', jobId);
  if (!entry) return;
  const { deadLetters } = entry;
  if (sink && deadLetters < maxResends) {
    const sentAt = new Date(adapter.clock.epochMs()).toISOString();
    // Counted before it is sent: it may come back before the sink has answered.
    const counted = await recordDeadLetter(store, jobId, { ...entry, sentAt });
    if (!counted) return;
    log.warn({ event: 'dead_letter.resent', jobId, resent: deadLetters + 1 }, 'Sending a dead letter again');
    metrics.jobsResent.inc({ reason: 'dead-letter' });
    await sink(request.cloneWith({ [resentAttribute]: deadLetters + 1 })).catch(async (error: unknown) => {
      await withdrawDeadLetter(store, jobId, counted);
      throw error;
    });
    return;
  }
  const status = event['knativeerrorcode'];
  if (sink && Number(status) === retryableStatus) return;
  const message = 'The job was delivered several times and never ended.';
  await abandonJob({ jobId, request, message }, adapter, { knativeerrorcode: status });
}

/**
 * Whether a request is that of its job. One that the store does not know yet becomes a job here, so that the sweep
 * finds it.
 */
async function isOfJob(
  jobId: string,
  request: ServiceEvent<'render.requested'>,
  { store, log }: Pick<AdapterContext, 'store' | 'log'>,
): Promise<boolean> {
  try {
    await createRequest(store, jobId, request);
    return true;
  } catch (error) {
    if (!(error instanceof RenderError) || error.code !== 'job_conflict') throw error;
    log.warn({ event: 'request.rejected', code: error.code, jobId }, error.message);
    return false;
  }
}

/** The request without the attributes that Knative adds to dead letters, and without a count, which senders can forge. */
function original(event: ServiceEvent<'render.requested'>): ServiceEvent<'render.requested'> {
  const attributes = Object.entries(event.toJSON()).filter(
    ([name]) => !name.startsWith('knativeerror') && name !== resentAttribute,
  );
  const request = parseEvent(JSON.stringify(Object.fromEntries(attributes)));
  return isOfType(request, 'render.requested') ? request : event;
}
