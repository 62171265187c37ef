import { inspect } from 'node:util';
import { errorTable } from '../errors/table.js';
import { toRenderError } from '../errors/render-error.js';

/**
 * Says on standard error what went wrong, as `code: message`, and sets the exit status. A command
 * keeps no log: what nobody foresaw follows with its cause.
 */
export function reportError(thrown: unknown): void {
  const error = toRenderError(thrown);
  // Only the message for services speaks of a log.
  const message = error === thrown || error.code !== 'internal' ? error.message : 'an unforeseen error:';
  process.stderr.write(`${error.code}: ${message}\n`);
  if (error.code === 'internal' && error.cause !== undefined) {
    process.stderr.write(`${inspect(error.cause)}\n`);
  }
  process.exitCode = errorTable[error.code].exit;
}
