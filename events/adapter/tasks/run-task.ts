import { randomUUID } from 'node:crypto';
import type { Settings } from '../../../config/settings.js';
import { RenderError } from '../../../errors/render-error.js';
import type { ServiceEvent, TaskKind, TaskOutcome } from '../../contract/events.js';
import { readTaskOutcome } from '../../status/task.js';
import type { AdapterContext } from '../context.js';

const pollIntervalMs = 150;

interface TaskContext extends Pick<AdapterContext, 'store' | 'sink' | 'clock'> {
  readonly settings: Pick<Settings, 'TASK_TIMEOUT_SECONDS'>;
}

/** A new task id. */
export function newRequestId(): string {
  return randomUUID();
}

/**
 * Sends a task to the function and waits for the outcome that the function writes to the store.
 * @throws RenderError `sink_unavailable`; `not_finished` if it takes too long; the error of the task
 */
export async function runTask<T extends TaskOutcome['type'] & `${string}.completed`>(
  event: ServiceEvent<`${TaskKind}.requested`>,
  completed: T,
  { store, sink, settings, clock }: TaskContext,
  signal: AbortSignal,
): Promise<Extract<TaskOutcome, { type: T }>> {
  if (!sink)
    throw new RenderError(
      'sink_unavailable',
      'K_SINK is not set. Set it to the address that receives events.',
    );
  await sink(event, signal);
  const { requestId } = event.data;
  const endMs = clock.monotonicMs() + settings.TASK_TIMEOUT_SECONDS * 1000;
  while (clock.monotonicMs() < endMs) {
    const outcome = await readTaskOutcome(store, requestId);
    if (outcome && 'code' in outcome.data) {
      const { code, message, details = {} } = outcome.data;
      throw new RenderError(code, message, { details });
    }
    if (outcome && isOf(outcome, completed)) return outcome;
    await clock.sleep(pollIntervalMs, signal);
  }
  throw new RenderError(
    'not_finished',
    `The task was not finished within ${String(settings.TASK_TIMEOUT_SECONDS)} s (TASK_TIMEOUT_SECONDS). Try again.`,
  );
}

function isOf<T extends TaskOutcome['type']>(
  outcome: TaskOutcome,
  type: T,
): outcome is Extract<TaskOutcome, { type: T }> {
  return outcome.type === type;
}
