import { destination, pino, type DestinationStream } from 'pino';
import type { RenderError } from '../errors/render-error.js';
import { shortLine } from './log-line.js';
import type { LogEvent } from './log-events.js';
import { currentRequest } from './request-scope.js';
import { textLine } from './text-log.js';

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

/** How lines are written. */
export interface LogSettings {
  readonly LOG_LEVEL: string;
  /** By default text on a terminal, and JSON everywhere else. */
  readonly LOG_FORMAT?: 'text' | 'json' | undefined;
}

/**
 * Creates a logger that writes lines of at most 1 kB to standard output, as JSON or as text. Lines never
 * contain query strings of URLs, faces, or voices; those of a request have its id.
 * @param output where lines go; standard output by default
 */
export function createLogger(
  service: 'adapter' | 'function' | 'broker' | 'local',
  { LOG_LEVEL: level, LOG_FORMAT: given }: LogSettings,
  output: DestinationStream = destination({ fd: 1, sync: true }),
): Logger {
  const format = given ?? (process.stdout.isTTY ? 'text' : 'json');
  return pino(
    {
      level,
      base: { service },
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      mixin: currentRequest,
    },
    {
      write(line) {
        const short = shortLine(line);
        output.write(format === 'text' ? textLine(short) : short);
      },
    },
  );
}

/** Logs the error that ends the process. The message of a bad setting says it all in one line. */
export function logFatal(error: RenderError, log: Logger): void {
  const { code } = error;
  const fields = code === 'bad_setting' ? { code } : { code, err: error };
  log.fatal({ event: 'process.fatal', ...fields }, error.message);
}
