import { RenderError } from '../../../../errors/render-error.js';

/** The error for a file that ends too early, such as an interrupted download. */
export function truncatedError(expectedBytes: number, foundBytes: number): RenderError {
  return new RenderError(
    'checkpoint_truncated',
    `The checkpoint has ${String(foundBytes)} bytes; expected at least ${String(expectedBytes)}. ` +
      'The download or copy was probably interrupted: fetch the file again.',
    { details: { expectedBytes, foundBytes } },
  );
}
