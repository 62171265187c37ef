import { pino } from 'pino';
import type { RenderError } from '../errors/render-error.js';
import type { LogEvent } from './log-events.js';

/** The fields of a log line: what happened, and its particulars. */
type LogFields = { readonly event: LogEvent } & Readonly<Record<string, unknown>>;

type Write = (fields: LogFields, message: string) => void;

/** Writes log lines. */
export interface Logger {
  readonly debug: Write;
  readonly info: Write;
  readonly warn: Write;
  readonly error: Write;
  readonly fatal: Write;
  /** A logger that adds fields to each of its lines. */
  child(fields: Readonly<Record<string, unknown>>): Logger;
}

/**
 * Creates a logger that writes JSON lines to standard output. Lines never contain query strings of
 * URLs, faces, or voices.
 */
export function createLogger(service: 'adapter' | 'function' | 'broker' | 'local', level: string): Logger {
  return pino({
    level,
    base: { service },
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label) => ({ level: label }) },
  });
}

/** Logs the error that ends the process. The message of a bad setting says it all in one line. */
export function logFatal(error: RenderError, log: Logger): void {
  const { code } = error;
  const fields = code === 'bad_setting' ? { code } : { code, err: error };
  log.fatal({ event: 'process.fatal', ...fields }, error.message);
}
