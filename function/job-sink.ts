import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { createLogger, logFatal } from '../config/logger.js';
import { readSettings } from '../config/settings.js';
import { errorTable } from '../errors/table.js';
import { RenderError, toRenderError } from '../errors/render-error.js';
import { parseEvent } from '../events/contract/events.js';
import { openSink } from '../events/sink/sink.js';
import { openFunctionContext } from './context.js';
import { handleRequest } from './jobs/handle-request.js';

/*
 * The function as a Job that JobSink starts: one event from a file (`K_EVENT_PATH`), its outcome to
 * the sink (`K_SINK`). For renders longer than a Broker's delivery may take. Exit status 0 says that
 * the job has ended; another lets Kubernetes try again.
 */

const environment = z.object({ K_EVENT_PATH: z.string().min(1), K_SINK: z.url() });

let log = createLogger('function', 'info');
const interruption = new AbortController();
process.once('SIGTERM', () => {
  interruption.abort(new RenderError('job_busy', 'the pod is asked to end'));
});

try {
  const settings = readSettings();
  log = createLogger('function', settings.LOG_LEVEL);
  const parsed = environment.safeParse(process.env);
  if (!parsed.success) {
    throw new RenderError(
      'bad_setting',
      'K_EVENT_PATH (a file with the event) and K_SINK (where its outcome goes) must be set',
    );
  }
  const event = parseEvent(await readFile(parsed.data.K_EVENT_PATH, 'utf8'));
  const context = await openFunctionContext(settings, log);
  const outcome = await handleRequest(event, context, interruption.signal);
  await openSink(settings)?.(outcome);
  await context.renderer.engine.close();
} catch (thrown) {
  const error = toRenderError(thrown);
  logFatal(error, log);
  process.exitCode = errorTable[error.code].exit;
}
