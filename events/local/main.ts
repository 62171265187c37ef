import { createLogger, logFatal } from '../../config/logger.js';
import { readSettings } from '../../config/settings.js';
import { errorTable } from '../../errors/table.js';
import { toRenderError } from '../../errors/render-error.js';
import { startLocalService } from './local-service.js';

/* The whole service on one machine: `npm run local`. Voices on this machine may be downloaded. */

let log = createLogger('local', 'info');
try {
  const settings = readSettings({
    // Everybody who reaches the service may use it, unless there are keys.
    HOST: '127.0.0.1',
    VOICE_ALLOW_PRIVATE: 'loopback',
    CALLBACK_ALLOW_PRIVATE: 'loopback',
    SCHEMAS_URL: `http://localhost:${process.env['PORT'] ?? '8080'}/schemas`,
    ...process.env,
  });
  log = createLogger('local', settings.LOG_LEVEL);
  const service = await startLocalService(
    settings,
    {
      VOICE_ALLOW_PRIVATE: settings.VOICE_ALLOW_PRIVATE,
      CALLBACK_ALLOW_PRIVATE: settings.CALLBACK_ALLOW_PRIVATE,
      SCHEMAS_URL: settings.SCHEMAS_URL,
    },
    log,
  );
  log.info(
    { event: 'adapter.listening', url: service.url },
    'The adapter is listening; the function is starting',
  );
  const end = () => {
    log.info({ event: 'service.stopping' }, 'Stopping');
    service.close().then(
      () => process.exit(0),
      () => process.exit(errorTable.internal.exit),
    );
  };
  process.once('SIGINT', end);
  process.once('SIGTERM', end);
  await service.functionProcess.ready();
  if (!service.functionProcess.failed) process.stderr.write(`\nReady: ${service.url}\n\n`);
} catch (thrown) {
  const error = toRenderError(thrown);
  logFatal(error, log);
  process.exitCode = errorTable[error.code].exit;
}
