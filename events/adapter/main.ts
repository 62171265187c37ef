import { createLogger } from '../../config/logger.js';
import { readSettings } from '../../config/settings.js';
import { errorTable } from '../../errors/table.js';
import { toRenderError } from '../../errors/render-error.js';
import { createApp } from './app.js';
import { openAdapterContext } from './open-adapter.js';
import { serveApp } from './http/serve-app.js';

/* The adapter alone, as it runs in the cluster. */

let log = createLogger('adapter', 'info');
try {
  const settings = readSettings();
  log = createLogger('adapter', settings.LOG_LEVEL);
  const adapter = await openAdapterContext(settings, log);
  if (!adapter.sink) log.warn('no sink is set (K_SINK): jobs are accepted, and wait until there is one');
  const server = await serveApp(createApp(adapter), settings.PORT);
  log.info(
    { port: server.port, role: settings.SERVICE_ROLE, store: adapter.store.url },
    'the adapter listens',
  );
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void server.close());
} catch (thrown) {
  const error = toRenderError(thrown);
  log.fatal({ err: error, code: error.code }, error.message);
  process.exitCode = errorTable[error.code].exit;
}
