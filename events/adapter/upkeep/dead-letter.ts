import type { CloudEvent } from 'cloudevents';
import { isOfType, parseEvent } from '../../contract/events.js';
import { jobIdFromEvent } from '../../contract/job-id.js';
import { readOutcome } from '../../status/outcome.js';
import type { AdapterContext } from '../context.js';
import { abandonJob } from '../jobs/abandon-job.js';

/** How many times a request is sent again before its job fails. */
const maxResends = 2;
/** An extension attribute that carries the count inside the event itself. */
const resentAttribute = 'resent';

/**
 * Handles a request that the broker gave up on: it is sent again up to twice, then the job fails. Dead
 * letters of other types, and of jobs that have ended, are ignored.
 */
export async function handleDeadLetter(
  event: CloudEvent<unknown>,
  adapter: Pick<AdapterContext, 'store' | 'sink' | 'producer' | 'metrics' | 'faults' | 'log'>,
): Promise<void> {
  const { store, sink, metrics, log } = adapter;
  if (!isOfType(event, 'render.requested')) return;
  const jobId = event.data.jobId ?? jobIdFromEvent(event);
  if (await readOutcome(store, jobId)) return;

  const resent = Number(event[resentAttribute] ?? 0);
  if (sink && resent < maxResends) {
    log.warn({ event: 'dead_letter.resent', jobId, resent: resent + 1 }, 'Sending a dead letter again');
    metrics.jobsResent.inc({ why: 'dead-letter' });
    await sink(again(event, resent + 1));
    return;
  }
  await abandonJob(jobId, event, 'The job was delivered several times and never ended.', adapter, {
    knativeerrorcode: event['knativeerrorcode'],
  });
}

/** The original request with a new count, without the attributes that Knative adds to dead letters. */
function again(event: CloudEvent<unknown>, resent: number): CloudEvent<unknown> {
  const attributes = Object.entries(event.toJSON()).filter(([name]) => !name.startsWith('knativeerror'));
  return parseEvent(JSON.stringify({ ...Object.fromEntries(attributes), [resentAttribute]: resent }));
}
