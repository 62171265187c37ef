import { setTimeout as sleep } from 'node:timers/promises';
import type { CloudEvent } from 'cloudevents';
import { createLogger, logFatal, type Logger } from '../config/logger.js';
import { readSettings } from '../config/settings.js';
import { warnOfUnreadSettings } from '../config/unread-settings.js';
import { startTracing } from '../config/tracing.js';
import { errorTable } from '../errors/table.js';
import { RenderError, toRenderError } from '../errors/render-error.js';
import { openFunctionContext, type FunctionContext } from './context.js';
import { handleRequest } from './jobs/handle-request.js';
import { loadRunRender } from './jobs/record-outcome.js';
import { serveMetrics } from './serve-metrics.js';
import { readEventsOfRuntime } from './event-requests.js';
import { inEventSpan } from './event-span.js';
import { OpenRequests } from './open-requests.js';
import { exitOnUncaughtError, exitWithParent } from './process-end.js';
import { removeStaleScratch } from '../storage/files/scratch-dir.js';

/** How long an answer takes at most to leave this process. */
const answerGraceMs = 5000;
/** The runtime listens by then. */
const preloadAfterMs = 30;

const taskTypes: readonly string[] = ['portrait.requested', 'preview.requested', 'speech.requested'];

/** Of faas-js-runtime, without `FUNC_PORT`. */
const defaultPort = 8080;

let context: FunctionContext | undefined;
let endTracing = () => Promise.resolve();
let draining = false;
const openRequests = new OpenRequests();
let log: Logger = createLogger('function', { LOG_LEVEL: 'info' });
/** Stops everything that is still running when the time to shut down is over. */
const interruption = new AbortController();

/** Loads the model. The runtime listens only afterwards; a failure ends the process. */
export async function init(): Promise<void> {
  try {
    const settings = readSettings();
    log = createLogger('function', settings);
    // The local service has said so already.
    if (!process.connected) warnOfUnreadSettings(process.env, log);
    exitOnUncaughtError(log);
    exitWithParent();
    readEventsOfRuntime(log, openRequests);
    endTracing = await startTracing('avatar-function', settings, log);
    const opened = await openFunctionContext(settings, log);
    // An engine that cannot be restarted will not heal by itself: the platform starts a new process.
    void opened.renderer.engine.failed.then((error) => exit(error));
    serveMetrics(opened.metrics, settings, log);
    setTimeout(() => void loadRunRender(), preloadAfterMs).unref();
    void removeLeftovers(settings.RENDER_DEADLINE_SECONDS);
    context = opened;
    logAddress();
  } catch (thrown) {
    exit(toRenderError(thrown));
  }
}

/** Logs where the runtime listens in a moment; the local service has a line of its own. */
function logAddress(): void {
  if (process.connected) return;
  const port = Number(process.env['FUNC_PORT'] ?? defaultPort);
  log.info({ event: 'function.listening', port }, `Takes events on http://localhost:${String(port)}`);
}

/**
 * Handles one event: `render.requested`, `portrait.requested`, `preview.requested`, or
 * `speech.requested`.
 * @returns the outcome as a CloudEvent; nothing for other events and plain requests, which a Broker
 *   understands as "not interested"
 * @throws an error with status 503 for faults that a retry can fix: the event is then delivered again;
 *   with 400 for a task whose data is invalid, which has no id under which it could fail
 */
export async function handle(
  _context: unknown,
  event?: CloudEvent<unknown>,
): Promise<CloudEvent<unknown> | undefined> {
  if (!isEvent(event)) return undefined;
  try {
    return await inEventSpan(event, (traced) => dispatch(traced, interruption.signal));
  } catch (thrown) {
    const error = toRenderError(thrown);
    if (error.code === 'request_invalid') {
      log.warn({ event: 'event.rejected', code: error.code, eventId: event.id }, error.message);
      throw new AnsweredError(error, errorTable[error.code].status);
    }
    log.error(
      { event: 'event.retry', err: error, code: error.code, eventId: event.id },
      'The event was not handled and will be delivered again',
    );
    throw new AnsweredError(error, 503);
  }
}

async function dispatch(event: CloudEvent<unknown>, signal: AbortSignal) {
  // An event that is acknowledged before the model is loaded would be lost.
  if (!context) throw new RenderError('job_busy', 'The function is starting. Try again later.');
  if (event.type === 'render.requested') return handleRequest(event, context, signal);
  if (!taskTypes.includes(event.type)) return undefined;
  const { handleTask } = await import('./tasks/handle-task.js');
  const { tasks } = context;
  const opened = context;
  return tasks.add(() => handleTask(event, opened, signal));
}

/**
 * Lets tasks, the current render, and the queued ones finish, for as long as one render may take; then stops
 * what is left. Stopped jobs release their leases and are answered 503. Returns when all answers are sent.
 */
export async function shutdown(): Promise<void> {
  draining = true;
  if (!context) return;
  const { queue, tasks, renderer } = context;
  const limitMs = renderer.settings.RENDER_DEADLINE_SECONDS * 1000;
  const idle = Promise.all([queue.onIdle(), tasks.onIdle()]);
  await Promise.race([idle, sleep(limitMs, undefined, { ref: false })]);
  interruption.abort(new RenderError('job_busy', 'The function is shutting down.'));
  await idle;
  // The runtime ends the process as soon as this function returns.
  await Promise.race([openRequests.onIdle(), sleep(answerGraceMs, undefined, { ref: false })]);
  await Promise.all([renderer.engine.close(), renderer.networks.close(), endTracing()]);
}

/** The process is live as long as it answers, even if it is busy. */
export function liveness(): { status: string } {
  return { status: 'live' };
}

/** Ready while the engine can render, from the loaded model until shutdown. */
export function readiness(_request: unknown, reply: { code(status: number): unknown }): { status: string } {
  const status = currentStatus();
  if (status !== 'ready') reply.code(503);
  return { status };
}

function currentStatus(): string {
  if (draining) return 'draining';
  return context ? context.renderer.engine.state : 'loading';
}

/** The runtime answers with a thrown error's numeric `code`, and its message. */
class AnsweredError extends Error {
  override readonly name = 'AnsweredError';
  readonly code: number;

  constructor(cause: RenderError, status: number) {
    super(`${cause.code}: ${cause.message}`, { cause });
    this.code = status;
  }
}

/** A plain request has its body, or `null`, in place of the event. */
function isEvent(event: CloudEvent<unknown> | undefined): event is CloudEvent<unknown> {
  return event instanceof Object && 'type' in event && 'id' in event;
}

/** Removes the scratch folders of processes that were killed, for example when memory ran out. */
async function removeLeftovers(deadlineSeconds: number): Promise<void> {
  try {
    const removed = await removeStaleScratch(2 * deadlineSeconds);
    if (removed.length > 0) log.info({ event: 'scratch.removed', removed }, 'Stale scratch folders removed');
  } catch (thrown) {
    log.warn({ event: 'scratch.remove_failed', err: thrown }, 'Stale scratch folders were not removed');
  }
}

function exit(error: RenderError): never {
  logFatal(error, log);
  process.exit(errorTable[error.code].exit);
}
