import { createLogger, logFatal } from '../../config/logger.js';
import { readSettings } from '../../config/settings.js';
import { warnOfUnreadSettings } from '../../config/unread-settings.js';
import { startTracing } from '../../config/tracing.js';
import { errorTable } from '../../errors/table.js';
import { toRenderError } from '../../errors/render-error.js';
import { createApp } from './app.js';
import { openAdapterContext } from './context.js';
import { serveApp } from './http/serve-app.js';
import { logListening } from './start-line.js';

/* The adapter alone, as it runs in a cluster. */

let log = createLogger('adapter', { LOG_LEVEL: 'info' });
try {
  const settings = readSettings();
  log = createLogger('adapter', settings);
  warnOfUnreadSettings(process.env, log);
  const endTracing = await startTracing('avatar-adapter', settings, log);
  const adapter = await openAdapterContext(settings, log);
  if (!adapter.sink)
    log.warn({ event: 'adapter.no_sink' }, 'K_SINK is not set: jobs are accepted and wait until it is');
  const server = await serveApp(createApp(adapter), settings.PORT, settings.HOST, settings.BASE_PATH);
  logListening({ port: server.port }, settings, adapter.store, log);
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.once(signal, () => void server.close().then(endTracing));
} catch (thrown) {
  const error = toRenderError(thrown);
  logFatal(error, log);
  process.exitCode = errorTable[error.code].exit;
}
