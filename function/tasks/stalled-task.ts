import { RenderError } from '../../errors/render-error.js';
import { parseEvent, type Producer } from '../../events/contract/events.js';
import { lineageOf } from '../../events/contract/lineage.js';
import { recordTaskOutcome } from '../../events/status/task.js';
import type { Store } from '../../storage/store.js';
import { isTask, taskFailure } from './task-failure.js';

/**
 * Ends a task during which its process was blocked, for a process that cannot do so itself. Delivered again, it would
 * block the next process, and its client does not wait that long.
 * @param text the request of the task, as `serializeEvent` returns it
 */
export async function recordTaskStall(store: Store, text: string, producer: Producer): Promise<void> {
  const event = parseEvent(text);
  if (!isTask(event)) return;
  const error = new RenderError(
    'render_stalled',
    'The process was blocked while it performed this task (STALL_SECONDS). Save the voice and the portrait in another format, or use others.',
  );
  const envelope = { ...producer, ...lineageOf(event) };
  await recordTaskOutcome(store, event.data.requestId, taskFailure(event, error, envelope));
}
