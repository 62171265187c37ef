import { RenderError, toRenderError } from '../errors/render-error.js';

/**
 * Runs work for a caller of the library, who gets a {@link RenderError} whatever fails, or the reason of the
 * signal.
 */
export async function withTypedErrors<T>(
  signal: AbortSignal | undefined,
  work: () => Promise<T>,
): Promise<T> {
  try {
    return await work();
  } catch (thrown) {
    signal?.throwIfAborted();
    const error = toRenderError(thrown);
    // The usual message refers to a log, which the library does not have.
    if (error === thrown || error.code !== 'internal') throw error;
    throw new RenderError('internal', 'An unexpected error occurred; it is the cause of this one.', {
      cause: thrown,
    });
  }
}
