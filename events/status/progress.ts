import { writeDocument } from '../../storage/documents.js';
import type { Store } from '../../storage/store.js';
import { serializeEvent, isOfType, parseEvent, type ServiceEvent } from '../contract/events.js';
import { jobKeys } from './keys.js';
import { readWholeText } from './torn-document.js';

/** Stores the latest progress of a job; only the owner of its lease does. */
export async function writeProgress(
  store: Store,
  jobId: string,
  event: ServiceEvent<'render.progressed'>,
): Promise<void> {
  await writeDocument(store, jobKeys.progress(jobId), serializeEvent(event));
}

export async function readProgress(
  store: Store,
  jobId: string,
): Promise<ServiceEvent<'render.progressed'> | undefined> {
  const text = await readWholeText(store, jobKeys.progress(jobId));
  const event = text === undefined ? undefined : parseEvent(text);
  return event && isOfType(event, 'render.progressed') ? event : undefined;
}
