import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { createLogger, logFatal } from '../config/logger.js';
import { readSettings } from '../config/settings.js';
import { startTracing } from '../config/tracing.js';
import { errorTable } from '../errors/table.js';
import { RenderError, toRenderError } from '../errors/render-error.js';
import { readEvent } from '../events/contract/read-event.js';
import { openSink } from '../events/sink/sink.js';
import { openFunctionContext } from './context.js';
import { inEventSpan } from './event-span.js';
import { handleRequest } from './jobs/handle-request.js';

/*
 * The function as a Kubernetes Job that JobSink starts: it reads one event and sends the outcome to the
 * sink (`K_SINK`). JobSink sets `K_EVENT_PATH` to a folder, in which the event is the file `event`; the
 * path of a file works as well. It serves renders that take longer than a Broker's delivery may. Exit
 * status 0 means that the job has ended; with any other, Kubernetes tries again.
 */

const environment = z.object({ K_EVENT_PATH: z.string().min(1), K_SINK: z.url() });

let log = createLogger('function', { LOG_LEVEL: 'info' });
let endTracing: () => Promise<void> = () => Promise.resolve();
const interruption = new AbortController();
process.once('SIGTERM', () => {
  interruption.abort(new RenderError('job_busy', 'The pod is shutting down.'));
});

try {
  const settings = readSettings();
  log = createLogger('function', settings);
  const parsed = environment.safeParse(process.env);
  if (!parsed.success) {
    throw new RenderError(
      'bad_setting',
      'K_EVENT_PATH or K_SINK is not set. Set K_EVENT_PATH to the folder or file with the event and K_SINK to the address for its outcome.',
    );
  }
  const headers = { 'content-type': 'application/cloudevents+json' };
  const event = readEvent({ headers, body: await readFile(await eventFile(parsed.data.K_EVENT_PATH)) });
  if (!event) throw new RenderError('request_invalid', 'K_EVENT_PATH is not a file with an event.');
  endTracing = await startTracing('avatar-function', settings, log);
  const context = await openFunctionContext(settings, log);
  await inEventSpan(event, async (traced) => {
    const outcome = await handleRequest(traced, context, interruption.signal);
    await openSink(settings)?.(outcome);
  });
  const { engine, networks } = context.renderer;
  await Promise.all([engine.close(), networks.close()]);
} catch (thrown) {
  const error = toRenderError(thrown);
  logFatal(error, log);
  process.exitCode = errorTable[error.code].exit;
} finally {
  await endTracing();
}

/** @throws RenderError `bad_setting` if there is nothing at that path */
async function eventFile(given: string): Promise<string> {
  const found = await stat(given).catch((error: unknown) => {
    throw new RenderError(
      'bad_setting',
      `K_EVENT_PATH is "${given}", which cannot be read. Set it to the folder or file with the event.`,
      { cause: error },
    );
  });
  return found.isDirectory() ? path.join(given, 'event') : given;
}
