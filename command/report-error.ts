import { inspect } from 'node:util';
import { errorTable } from '../errors/table.js';
import { toRenderError } from '../errors/render-error.js';

/**
 * Prints an error on standard error as `code: message`, and sets the exit status. Commands keep no
 * log, so an unexpected error is followed by its cause.
 */
export function reportError(thrown: unknown): void {
  const error = toRenderError(thrown);
  // The usual message refers to a log, which commands do not have.
  const message = error === thrown || error.code !== 'internal' ? error.message : 'an unexpected error:';
  process.stderr.write(`${error.code}: ${message}\n`);
  if (error.code === 'internal' && error.cause !== undefined) {
    process.stderr.write(`${inspect(error.cause)}\n`);
  }
  process.exitCode = errorTable[error.code].exit;
}
