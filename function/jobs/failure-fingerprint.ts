import { createHash } from 'node:crypto';
import { errorTable } from '../../errors/table.js';
import type { RenderError } from '../../errors/render-error.js';

/** What differs between two runs that fail in the same way: addresses, scratch folders, process ids. */
const variable = /0x[0-9a-f]+|avatar-scratch-[\w-]+/gi;

/** The kernel ends ffmpeg, or an allocation fails: another time, or another machine, has memory. */
const outOfMemory = /Cannot allocate memory|out of memory|bad_alloc/i;

/**
 * Identifies how a job failed, so that the next attempt can tell whether it fails in the same way.
 * @returns undefined for errors that say nothing about the job, such as an unavailable store
 */
export function failureFingerprint({ code, message, details, cause }: RenderError): string | undefined {
  if (errorTable[code].outcome !== 'retryOnce') return undefined;
  // The message of an unexpected error is always the same; its cause is what happened.
  const text = cause instanceof Error ? `${message} ${cause.name}: ${cause.message}` : message;
  if (details['signal'] === 'SIGKILL' || outOfMemory.test(text)) return undefined;
  const digest = createHash('sha256').update(text.replaceAll(variable, '')).digest('hex');
  return `${code} ${digest.slice(0, 16)}`;
}
