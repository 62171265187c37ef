import { readDocument, writeDocument } from '../../storage/documents.js';
import type { Store } from '../../storage/store.js';
import { serializeEvent, parseTaskOutcome, type TaskOutcome } from '../contract/events.js';

/** Where the parts of a small task lie in the store: a portrait to be taken in, a frame on trial. */
export const taskKeys = {
  outcome: (requestId: string) => `tasks/${requestId}/outcome.json`,
  /** A picture that was uploaded. */
  picture: (requestId: string) => `tasks/${requestId}/picture`,
  /** A voice that was uploaded. */
  voice: (requestId: string) => `tasks/${requestId}/voice`,
  /** What came out: a PNG of the portrait with box and mask, or of the frame. */
  image: (requestId: string) => `tasks/${requestId}/image.png`,
} as const;

/** How a task has ended. @returns undefined where it has not */
export async function readTaskOutcome(store: Store, requestId: string): Promise<TaskOutcome | undefined> {
  const document = await readDocument(store, taskKeys.outcome(requestId));
  return document && parseTaskOutcome(document.text);
}

/** Ends a task, unless it has ended already. @returns the outcome that stands */
export async function recordTaskOutcome(
  store: Store,
  requestId: string,
  outcome: TaskOutcome,
): Promise<TaskOutcome> {
  const created = await writeDocument(store, taskKeys.outcome(requestId), serializeEvent(outcome), 'absent');
  return created ? outcome : ((await readTaskOutcome(store, requestId)) ?? outcome);
}
