import type { CloudEvent } from 'cloudevents';
import type { Context } from 'faas-js-runtime';
import { createLogger, type Logger } from '../config/logger.js';
import { readSettings } from '../config/settings.js';
import { errorTable } from '../errors/table.js';
import { RenderError, toRenderError } from '../errors/render-error.js';
import { handleRequest, loadRunRender, type FunctionContext } from './jobs/handle-request.js';
import { serveMetrics } from './metrics.js';
import { removeStaleScratch } from './render/scratch-dir.js';
import { openFunctionContext } from './context.js';

/**
 * The function, as faas-js-runtime runs it: one `render.requested` in, its outcome out.
 * Whatever else comes is answered with nothing, which a Broker takes as "not for me".
 */

/** By then the runtime listens. */
const warmUpAfterMs = 30;

let context: FunctionContext | undefined;
let draining = false;
let log: Logger = createLogger('function', 'info');

/** Loads the model. The runtime listens only when this is done; what is wrong ends the process. */
export async function init(): Promise<void> {
  try {
    const settings = readSettings();
    log = createLogger('function', settings.LOG_LEVEL);
    exitOnUncaughtError(log);
    exitWithParent();
    context = await openFunctionContext(settings, log);
    serveMetrics(context.metrics, settings.METRICS_PORT, log);
    setTimeout(() => void loadRunRender(), warmUpAfterMs).unref();
    void removeLeftovers(settings.RENDER_DEADLINE_SECONDS);
  } catch (thrown) {
    const error = toRenderError(thrown);
    log.fatal({ err: error, code: error.code }, error.message);
    process.exit(errorTable[error.code].exit);
  }
}

/**
 * @returns the outcome of the job, as a CloudEvent; nothing for other events and plain requests
 * @throws an error of status 503 for what a retry can mend: the event is delivered again
 */
export async function handle(
  _context: Context,
  event?: CloudEvent<unknown>,
): Promise<CloudEvent<unknown> | undefined> {
  if (!context || !isEvent(event)) return undefined;
  const { signal } = new AbortController();
  try {
    if (event.type === 'render.requested') return await handleRequest(event, context, signal);
    if (!isTask(event)) return undefined;
    const { handleTask: fulfilTask } = await import('./tasks/handle-task.js');
    return await fulfilTask(event, context, signal);
  } catch (thrown) {
    const error = toRenderError(thrown);
    log.error({ err: error, code: error.code, eventId: event.id }, 'not fulfilled; to be delivered again');
    throw new RetryableError(error);
  }
}

/** Lets the render in flight, and those that wait for it, finish; the runtime waits for this. */
export async function shutdown(): Promise<void> {
  draining = true;
  await context?.queue.onIdle();
  await context?.renderer.engine.close();
}

/** The process lives as long as it answers; a busy event loop is no illness. */
export function liveness(): { status: string } {
  return { status: 'live' };
}

/** Ready once the model is loaded, until the process is asked to end. */
export function readiness(_request: unknown, reply: { code(status: number): unknown }): { status: string } {
  if (context && !draining) return { status: 'ready' };
  reply.code(503);
  return { status: draining ? 'draining' : 'loading' };
}

/** The runtime answers with a thrown error's numeric `code`, and its message. */
class RetryableError extends Error {
  override readonly name = 'RetryLater';
  readonly code = 503;

  constructor(cause: RenderError) {
    super(`${cause.code}: ${cause.message}`, { cause });
  }
}

/** A plain request has its body in the event's place, which may be `null` as well. */
function isEvent(event: CloudEvent<unknown> | undefined): event is CloudEvent<unknown> {
  return event instanceof Object && 'type' in event && 'id' in event;
}

function isTask({ type }: CloudEvent<unknown>): boolean {
  return type === 'portrait.requested' || type === 'preview.requested';
}

/** What a render of an earlier process has left behind that was killed, as for want of memory. */
async function removeLeftovers(deadlineSeconds: number): Promise<void> {
  try {
    const removed = await removeStaleScratch(2 * deadlineSeconds);
    if (removed.length > 0) log.info({ removed }, 'folders of renders that were killed are removed');
  } catch (thrown) {
    log.warn({ err: thrown }, 'folders of renders that were killed could not be removed');
  }
}

/** Where another process has started this one with a channel to it, it ends with that one. */
function exitWithParent(): void {
  if (process.send === undefined) return;
  // It may have gone while this one was starting.
  if (!process.connected) process.exit(0);
  process.once('disconnect', () => process.exit(0));
}

/** The runtime would end the process silently, with status 0, after a stray error. */
function exitOnUncaughtError(to: Logger): void {
  const end = (error: unknown) => {
    to.fatal({ err: error }, 'a stray error ends the process');
    process.exit(errorTable.internal.exit);
  };
  process.on('uncaughtException', end);
  process.on('unhandledRejection', end);
}
