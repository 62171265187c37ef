import type { Logger } from '../config/logger.js';
import { errorTable } from '../errors/table.js';

/**
 * Logs uncaught errors and ends the process. Without this, the runtime ends it silently and with
 * status 0.
 */
export function exitOnUncaughtError(log: Logger): void {
  const end = (error: unknown) => {
    log.fatal({ event: 'process.uncaught', err: error }, 'An uncaught error ends the process');
    process.exit(errorTable.internal.exit);
  };
  process.on('uncaughtException', end);
  process.on('unhandledRejection', end);
}

/** Ends the process together with the one that started it, if that opened a channel to it. */
export function exitWithParent(): void {
  if (process.send === undefined) return;
  // The parent may have ended while this process was starting.
  if (!process.connected) process.exit(0);
  process.once('disconnect', () => process.exit(0));
}
