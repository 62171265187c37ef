import { isDeepStrictEqual } from 'node:util';
import { RenderError } from '../../errors/render-error.js';
import { readDocument, writeDocument } from '../../storage/documents.js';
import type { Store } from '../../storage/store.js';
import type { EventData } from '../contract/event-data.js';
import { serializeEvent, isOfType, parseEvent, type ServiceEvent } from '../contract/events.js';
import { jobKeys } from './keys.js';
import { addEntry } from './outbox.js';

/**
 * Creates a job from the event that asks for it, or finds that it exists.
 * @returns whether it was created now
 * @throws RenderError `job_conflict` where the id belongs to a job with other data
 */
export async function createRequest(
  store: Store,
  jobId: string,
  event: ServiceEvent<'render.requested'>,
): Promise<boolean> {
  const known = await readRequest(store, jobId);
  if (!known) {
    // The marker first: one without a request is swept away, a request without one would be lost.
    await addEntry(store, 'pending', jobId);
    if (await writeDocument(store, jobKeys.request(jobId), serializeEvent(event), 'absent')) return true;
  }
  const first = known ?? (await readRequest(store, jobId));
  if (first && !isDeepStrictEqual(asked(first.data), asked(event.data))) {
    throw new RenderError(
      'job_conflict',
      `job ${jobId} was requested before with other data; take another id`,
      {
        details: { jobId },
      },
    );
  }
  return false;
}

/** The event that asked for a job. @returns undefined where there is no such job */
export async function readRequest(
  store: Store,
  jobId: string,
): Promise<ServiceEvent<'render.requested'> | undefined> {
  const document = await readDocument(store, jobKeys.request(jobId));
  if (!document) return undefined;
  const event = parseEvent(document.text);
  if (isOfType(event, 'render.requested')) return event;
  throw new RangeError(`${jobKeys.request(jobId)} holds something else`);
}

/** What was asked for, whether or not the id was in the event. */
function asked(data: EventData<'render.requested'>) {
  return { ...data, jobId: undefined };
}
