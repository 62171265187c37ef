import { readDocument, writeDocument } from '../../storage/documents.js';
import type { Store } from '../../storage/store.js';
import { serializeEvent, parseOutcomeEvent, type OutcomeEvent } from '../contract/events.js';
import { jobKeys } from './keys.js';
import { addEntry, removeEntry } from './outbox.js';

/** How a job has ended. @returns undefined if it has not */
export async function readOutcome(store: Store, jobId: string): Promise<OutcomeEvent | undefined> {
  const document = await readDocument(store, jobKeys.outcome(jobId));
  return document && parseOutcomeEvent(document.text);
}

/**
 * Ends a job, unless it has already ended: the first outcome wins. An uploaded voice is then deleted.
 * The process that ends a job may be killed before it delivers the outcome, so an entry marks it as
 * undelivered until the internal role has received it.
 * @returns the recorded outcome
 */
export async function createOutcome(
  store: Store,
  jobId: string,
  outcome: OutcomeEvent,
): Promise<OutcomeEvent> {
  const created = await writeDocument(store, jobKeys.outcome(jobId), serializeEvent(outcome), 'absent');
  const current = created ? outcome : await readOutcome(store, jobId);
  if (created) await addEntry(store, 'undelivered', jobId);
  await store.delete(jobKeys.upload(jobId));
  await removeEntry(store, 'pending', jobId);
  return current ?? outcome;
}
