import { writeDocument } from '../../storage/documents.js';
import type { Store } from '../../storage/store.js';
import { serializeEvent, type OutcomeEvent, type ServiceEvent } from '../contract/events.js';
import { jobKeys } from './keys.js';

/** An extension attribute of the outcome that stays in place of a deleted job. */
const deletedAttribute = 'deleted';

/**
 * Whether a job was deleted. Its outcome stays for a while: a renderer stops when it sees it, and a request that the
 * broker delivers again does not bring the job back.
 */
export function isDeleted(outcome: OutcomeEvent): boolean {
  return outcome[deletedAttribute] === true;
}

/** Marks a job that is being deleted, so that the sweep finishes what an interrupted deletion leaves. */
export async function markForDeletion(store: Store, jobId: string): Promise<void> {
  const text = JSON.stringify({ deletedAt: new Date().toISOString() });
  await writeDocument(store, jobKeys.deleted(jobId), text, 'absent');
}

/** Replaces the outcome of a job by the one of a deleted job, which names nothing but the job. */
export async function recordDeletion(
  store: Store,
  jobId: string,
  outcome: ServiceEvent<'render.cancelled'>,
): Promise<void> {
  const recorded = outcome.cloneWith({ [deletedAttribute]: true });
  await writeDocument(store, jobKeys.outcome(jobId), serializeEvent(recorded));
}
