import type { Store } from '../../storage/store.js';
import { serializeEvent, parseTaskOutcome, type TaskOutcome } from '../contract/events.js';
import { readWholeText, writeFirst } from './torn-document.js';

/** Keys of a task's objects in the store. */
export const taskKeys = {
  outcome: (requestId: string) => `tasks/${requestId}/outcome.json`,
  /** An uploaded picture. */
  picture: (requestId: string) => `tasks/${requestId}/picture`,
  /** An uploaded voice. */
  voice: (requestId: string) => `tasks/${requestId}/voice`,
  /** The result: the speech of a text. */
  speech: (requestId: string) => `tasks/${requestId}/speech.wav`,
  /** The result: a PNG of the portrait with box and mask, or of the frame. */
  image: (requestId: string) => `tasks/${requestId}/image.png`,
} as const;

/** How a task has ended. @returns undefined if it has not */
export async function readTaskOutcome(store: Store, requestId: string): Promise<TaskOutcome | undefined> {
  const text = await readWholeText(store, taskKeys.outcome(requestId));
  return text === undefined ? undefined : parseTaskOutcome(text);
}

/** Ends a task, unless it has already ended. @returns the recorded outcome */
export async function recordTaskOutcome(
  store: Store,
  requestId: string,
  outcome: TaskOutcome,
): Promise<TaskOutcome> {
  const created = await writeFirst(store, taskKeys.outcome(requestId), serializeEvent(outcome));
  return created ? outcome : ((await readTaskOutcome(store, requestId)) ?? outcome);
}
