import { pino, type Logger } from 'pino';

export type { Logger } from 'pino';

/**
 * A log of JSON lines on standard output. What is logged never holds query strings of URLs, faces
 * or voices.
 */
export function createLogger(service: 'adapter' | 'function' | 'broker' | 'local', level: string): Logger {
  return pino({
    level,
    base: { service },
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label) => ({ level: label }) },
  });
}
