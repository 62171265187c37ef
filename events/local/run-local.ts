import { createLogger, logFatal } from '../../config/logger.js';
import { readSettings } from '../../config/settings.js';
import { warnOfUnreadSettings } from '../../config/unread-settings.js';
import { startTracing } from '../../config/tracing.js';
import { errorTable } from '../../errors/table.js';
import { toRenderError } from '../../errors/render-error.js';
import { startLocalService } from './local-service.js';

/**
 * Runs the whole service until the process is asked to end, with a log on standard output: `npm run local` and
 * `avatar-service serve`. Voices on this machine may be downloaded. If it does not start, the exit status is set.
 * @param environment the settings
 */
export async function runLocal(environment: Readonly<Record<string, string | undefined>>): Promise<void> {
  let log = createLogger('local', { LOG_LEVEL: 'info' });
  try {
    const settings = readSettings({
      // Everybody who reaches the service may use it, unless there are keys.
      HOST: '127.0.0.1',
      VOICE_ALLOW_PRIVATE: 'loopback',
      CALLBACK_ALLOW_PRIVATE: 'loopback',
      SCHEMAS_URL: `http://localhost:${environment['PORT'] ?? '8080'}/schemas`,
      ...environment,
    });
    log = createLogger('local', settings);
    warnOfUnreadSettings(environment, log);
    const endTracing = await startTracing('avatar-adapter', settings, log);
    const service = await startLocalService(
      settings,
      {
        VOICE_ALLOW_PRIVATE: settings.VOICE_ALLOW_PRIVATE,
        CALLBACK_ALLOW_PRIVATE: settings.CALLBACK_ALLOW_PRIVATE,
        SCHEMAS_URL: settings.SCHEMAS_URL,
        ...(settings.STORE !== undefined && { STORE: settings.STORE }),
      },
      log,
    );
    const end = () => {
      log.info({ event: 'service.stopping' }, 'Stopping');
      const closed = service.close().then(endTracing);
      closed.then(
        () => process.exit(0),
        () => process.exit(errorTable.internal.exit),
      );
    };
    process.once('SIGINT', end);
    process.once('SIGTERM', end);
  } catch (thrown) {
    const error = toRenderError(thrown);
    logFatal(error, log);
    process.exitCode = errorTable[error.code].exit;
  }
}
