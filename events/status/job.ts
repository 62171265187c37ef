import type { Store } from '../../storage/store.js';
import type { EventData } from '../contract/event-data.js';
import type { OutcomeEvent, ServiceEvent } from '../contract/events.js';
import { isDeleted } from './deletion.js';
import { readOutcome } from './outcome.js';
import { readProgress } from './progress.js';
import { readRequest } from './request.js';

/** A job's state in the store. */
export type Job = {
  readonly jobId: string;
  readonly request: ServiceEvent<'render.requested'> | undefined;
} & (
  | { readonly state: 'queued' }
  | { readonly state: 'processing'; readonly progress: EventData<'render.progressed'> }
  | { readonly state: 'ended'; readonly outcome: OutcomeEvent }
);

/** @returns undefined if there is no such job, or if it was deleted */
export async function readJob(store: Store, jobId: string): Promise<Job | undefined> {
  const outcome = await readOutcome(store, jobId);
  if (outcome && isDeleted(outcome)) return undefined;
  const request = await readRequest(store, jobId);
  if (outcome) return { jobId, request, state: 'ended', outcome };
  if (!request) return undefined;
  const progress = (await readProgress(store, jobId))?.data;
  return progress ? { jobId, request, state: 'processing', progress } : { jobId, request, state: 'queued' };
}
