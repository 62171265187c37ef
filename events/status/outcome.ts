import type { Store } from '../../storage/store.js';
import { serializeEvent, parseOutcomeEvent, type OutcomeEvent } from '../contract/events.js';
import { jobKeys } from './keys.js';
import { addEntry, removeEntry } from './outbox.js';
import { readWholeText, writeFirst } from './torn-document.js';

/** How a job has ended. @returns undefined if it has not, or if the record of it is torn */
export async function readOutcome(store: Store, jobId: string): Promise<OutcomeEvent | undefined> {
  const text = await readWholeText(store, jobKeys.outcome(jobId));
  return text === undefined ? undefined : parseOutcomeEvent(text);
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
  const created = await writeFirst(store, jobKeys.outcome(jobId), serializeEvent(outcome));
  const current = created ? outcome : await readOutcome(store, jobId);
  if (created) await addEntry(store, 'undelivered', jobId);
  await store.delete(jobKeys.upload(jobId));
  await removeEntry(store, 'pending', jobId);
  return current ?? outcome;
}
