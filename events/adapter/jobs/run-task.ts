import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { RenderError } from '../../../errors/render-error.js';
import type { ServiceEvent, TaskOutcome } from '../../contract/events.js';
import { readTaskOutcome } from '../../status/task.js';
import type { AdapterContext } from '../context.js';

const lookIntervalMs = 150;

/** An id for a task. */
export function newRequestId(): string {
  return randomUUID();
}

/**
 * Sends a task to the function and waits for its outcome, which the function leaves in the store.
 * @throws RenderError `sink_unavailable`, `not_finished` where it takes too long; what it failed with
 */
export async function runTask<T extends TaskOutcome['type'] & `${string}.completed`>(
  event: ServiceEvent<'portrait.requested'> | ServiceEvent<'preview.requested'>,
  completed: T,
  { store, sink, settings }: AdapterContext,
  signal: AbortSignal,
): Promise<Extract<TaskOutcome, { type: T }>> {
  if (!sink) throw new RenderError('sink_unavailable', 'there is no sink for events (K_SINK)');
  await sink(event, signal);
  const { requestId } = event.data;
  const endMs = performance.now() + settings.TASK_TIMEOUT_SECONDS * 1000;
  while (performance.now() < endMs) {
    const outcome = await readTaskOutcome(store, requestId);
    if (outcome && 'code' in outcome.data) {
      const { code, message, details = {} } = outcome.data;
      throw new RenderError(code, message, { details });
    }
    if (outcome && isOf(outcome, completed)) return outcome;
    await sleep(lookIntervalMs, undefined, { signal });
  }
  throw new RenderError(
    'not_finished',
    `nobody has done this in ${String(settings.TASK_TIMEOUT_SECONDS)} s (TASK_TIMEOUT_SECONDS); try again`,
  );
}

function isOf<T extends TaskOutcome['type']>(
  outcome: TaskOutcome,
  type: T,
): outcome is Extract<TaskOutcome, { type: T }> {
  return outcome.type === type;
}
