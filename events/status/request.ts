import { isDeepStrictEqual } from 'node:util';
import { RenderError } from '../../errors/render-error.js';
import type { Store } from '../../storage/store.js';
import type { EventData } from '../contract/event-data.js';
import { serializeEvent, isOfType, parseEvent, type ServiceEvent } from '../contract/events.js';
import { jobKeys } from './keys.js';
import { addListing, removeListing } from './job-listing.js';
import { addEntry } from './outbox.js';
import { readWhole, readWholeText, writeFirst } from './torn-document.js';

/**
 * Creates a job from the event that requests it, or finds that it exists.
 * @param client the id of the client that sent the request, whose list of jobs then has the job
 * @returns whether the job is new
 * @throws RenderError `job_conflict` if the id belongs to a job with other data
 */
export async function createRequest(
  store: Store,
  jobId: string,
  event: ServiceEvent<'render.requested'>,
  client = '',
): Promise<boolean> {
  const known = await readRequest(store, jobId);
  if (!known) {
    // The entries come first: the sweep removes one without a request, but a request without one would be lost, and
    // the list of jobs skips what has no request.
    await Promise.all([addEntry(store, 'pending', jobId), addListing(store, jobId, event.time, client)]);
    if (await writeFirst(store, jobKeys.request(jobId), serializeEvent(event))) return true;
  }
  const first = known ?? (await readRequest(store, jobId));
  if (!known && first && first.time !== event.time) await removeListing(store, jobId, event.time, client);
  if (first && !isDeepStrictEqual(withoutJobId(first.data), withoutJobId(event.data))) {
    throw new RenderError(
      'job_conflict',
      `Job ${jobId} was already requested with other data. Use another id.`,
      {
        details: { jobId },
      },
    );
  }
  return false;
}

/** The event that requested a job. @returns undefined if there is no such job, or if its record is torn */
export async function readRequest(
  store: Store,
  jobId: string,
): Promise<ServiceEvent<'render.requested'> | undefined> {
  const text = await readWholeText(store, jobKeys.request(jobId));
  if (text === undefined) return undefined;
  const event = parseEvent(text);
  if (isOfType(event, 'render.requested')) return event;
  throw new RangeError(`${jobKeys.request(jobId)} is not a render.requested event`);
}

/** Whether a job has a record of its request that cannot be read. */
export async function isRequestTorn(store: Store, jobId: string): Promise<boolean> {
  const document = await readWhole(store, jobKeys.request(jobId));
  return document !== undefined && document.text === undefined;
}

/** The requested data, whether or not it contained the id. */
function withoutJobId(data: EventData<'render.requested'>) {
  return { ...data, jobId: undefined };
}
