import type { CloudEvent } from 'cloudevents';
import { RenderError, toRenderError } from '../../errors/render-error.js';
import type { ErrorCode } from '../../errors/table.js';
import { isOfType, type Envelope, type TaskOutcome } from '../../events/contract/events.js';
import { lineageOf } from '../../events/contract/lineage.js';
import { recordTaskOutcome, readTaskOutcome } from '../../events/status/task.js';
import type { FunctionContext } from '../context.js';
import { failureFingerprint } from '../jobs/failure-fingerprint.js';
import { renderPreview } from './render-preview.js';
import { speakPreview } from './speak-preview.js';
import { registerPortrait } from './register-portrait.js';
import { isTask, taskFailure, type TaskEvent } from './task-failure.js';

/**
 * Faults that a retry can fix, and that end a task at once: a speech server was asked again for as long
 * as the client waits, and a disk stays full that long.
 */
const failsAtOnce: readonly ErrorCode[] = ['speech_unavailable', 'disk_full'];

/**
 * Performs a short task: registers a portrait, renders a preview, or speaks a text. A task that has already ended
 * gets its recorded outcome.
 * @throws RenderError that a retry can fix; `request_invalid` for data that names no task to end
 */
export async function handleTask(
  event: CloudEvent<unknown>,
  context: FunctionContext,
  signal: AbortSignal,
): Promise<TaskOutcome> {
  if (!isTask(event)) throw new RenderError('request_invalid', `The data of ${event.type} is not valid.`);
  const { store, producer, watchdog, log } = context;
  const envelope = { ...producer, ...lineageOf(event) };
  const { requestId } = event.data;
  const current = await readTaskOutcome(store, requestId);
  if (current) return current;
  const fail = (error: RenderError) => {
    log.warn({ event: 'task.failed', requestId, code: error.code }, error.message);
    return recordTaskOutcome(store, requestId, taskFailure(event, error, envelope));
  };
  const unwatch = watchdog.watchTask(event);
  try {
    const outcome = await performTwice(() => perform(event, context, envelope, signal));
    if (outcome instanceof RenderError) return await fail(outcome);
    log.info({ event: 'task.ended', requestId, outcome: outcome.type }, 'Task ended');
    return await recordTaskOutcome(store, requestId, outcome);
  } catch (thrown) {
    const error = toRenderError(thrown);
    if (error.retryable && !failsAtOnce.includes(error.code)) throw error;
    return await fail(error);
  } finally {
    unwatch();
  }
}

/**
 * Performs a task a second time if the first failed in a way that may have nothing to do with it, such
 * as an inference worker that died. A client is waiting for it, so the second time is now.
 * @returns the failure if both failed in the same way
 */
async function performTwice(perform: () => Promise<TaskOutcome>): Promise<TaskOutcome | RenderError> {
  try {
    return await perform();
  } catch (thrown) {
    const first = failureFingerprint(toRenderError(thrown));
    if (first === undefined) throw thrown;
    return perform().catch((again: unknown) => {
      const error = toRenderError(again);
      if (failureFingerprint(error) !== first) throw error;
      return error;
    });
  }
}

function perform(
  event: TaskEvent,
  context: FunctionContext,
  envelope: Envelope,
  signal: AbortSignal,
): Promise<TaskOutcome> {
  if (isOfType(event, 'portrait.requested')) return registerPortrait(event, context, envelope, signal);
  if (isOfType(event, 'preview.requested')) return renderPreview(event, context, envelope, signal);
  return speakPreview(event, context, envelope, signal);
}
