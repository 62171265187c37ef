import { RenderError } from '../../../../errors/render-error.js';

/** The error for a file that ends too early, such as a download that was cut. */
export function truncatedError(expectedBytes: number, foundBytes: number): RenderError {
  return new RenderError(
    'checkpoint_truncated',
    `the checkpoint has ${String(foundBytes)} bytes where at least ${String(expectedBytes)} are expected; ` +
      'it was probably cut while it was downloaded or copied: fetch it again',
    { details: { expectedBytes, foundBytes } },
  );
}
