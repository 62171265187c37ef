import { errorTable, type ErrorCode } from './table.js';

/** Values that belong to an error. They are safe to show: never a path, a secret, or a stack. */
export type ErrorDetails = Readonly<Record<string, unknown>>;

/**
 * An error that clients, outcomes, and exit codes report. `message` is for the person who can fix the problem: it names
 * the value, the limit, and the fix. `cause` is for the log only.
 */
export class RenderError extends Error {
  override readonly name = 'RenderError';
  readonly code: ErrorCode;
  readonly details: ErrorDetails;

  constructor(
    code: ErrorCode,
    message: string,
    { cause, details = {} }: { cause?: unknown; details?: ErrorDetails } = {},
  ) {
    super(message, cause === undefined ? undefined : { cause });
    this.code = code;
    this.details = details;
  }

  /** Whether the same job may succeed if it is retried unchanged. */
  get retryable(): boolean {
    const { outcome } = errorTable[this.code];
    return outcome === 'retry' || outcome === 'retryOnce';
  }
}

/**
 * Converts anything thrown to a {@link RenderError}. A full disk and an abort are recognized from any
 * source; everything else becomes `internal`. Node's streams keep the signal's reason as the cause of
 * an abort: a render that was stopped for another reason was not canceled.
 */
export function toRenderError(thrown: unknown): RenderError {
  if (thrown instanceof RenderError) return thrown;
  const errno = errnoOf(thrown);
  if (errno === 'ENOSPC' || errno === 'EDQUOT') return diskFull(thrown);
  if (thrown instanceof Error && thrown.name === 'AbortError') {
    if (thrown.cause instanceof RenderError) return thrown.cause;
    return new RenderError('cancelled', 'The render was canceled.', { cause: thrown });
  }
  return new RenderError('internal', 'An unexpected error occurred; the log has its cause.', {
    cause: thrown,
  });
}

export function diskFull(cause: unknown): RenderError {
  const message = 'The disk is full. Free some space, or set TMPDIR to another folder.';
  return new RenderError('disk_full', message, { cause });
}

/** The system's error code (`ENOENT`, `ECONNREFUSED`…) of an error or of its cause. */
export function errnoOf(thrown: unknown): string | undefined {
  if (typeof thrown !== 'object' || thrown === null) return undefined;
  if ('code' in thrown && typeof thrown.code === 'string') return thrown.code;
  return 'cause' in thrown ? errnoOf(thrown.cause) : undefined;
}
