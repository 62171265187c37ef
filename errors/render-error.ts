import { errorTable, type ErrorCode } from './table.js';

/** Figures and names that belong to an error: safe to show, never a path, a secret or a stack. */
export type ErrorDetails = Readonly<Record<string, unknown>>;

/**
 * The one error of this program. `message` is written for the person who can mend it: it names the
 * value, the limit and the way out. `cause` is for the log only.
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

  /** Whether the same job may well succeed when it is tried again, unchanged. */
  get retryable(): boolean {
    return errorTable[this.code].outcome === 'retry';
  }
}

/**
 * Turns whatever was thrown into a {@link RenderError}. A full disk and an abort are recognised
 * wherever they come from; everything unknown becomes `internal`. Of an abort, Node's streams keep
 * the signal's reason as the cause: a render that was stopped was not called off.
 */
export function toRenderError(thrown: unknown): RenderError {
  if (thrown instanceof RenderError) return thrown;
  const errno = errnoOf(thrown);
  if (errno === 'ENOSPC' || errno === 'EDQUOT') return diskFull(thrown);
  if (thrown instanceof Error && thrown.name === 'AbortError') {
    if (thrown.cause instanceof RenderError) return thrown.cause;
    return new RenderError('cancelled', 'the render was cancelled', { cause: thrown });
  }
  return new RenderError('internal', 'an unforeseen error; the log has its cause', { cause: thrown });
}

export function diskFull(cause: unknown): RenderError {
  const message = 'no space is left on the disk; free some, or point TMPDIR elsewhere';
  return new RenderError('disk_full', message, { cause });
}

/** The system's error name (`ENOENT`, `ECONNREFUSED`…) of what was thrown, or of its cause. */
export function errnoOf(thrown: unknown): string | undefined {
  if (typeof thrown !== 'object' || thrown === null) return undefined;
  if ('code' in thrown && typeof thrown.code === 'string') return thrown.code;
  return 'cause' in thrown ? errnoOf(thrown.cause) : undefined;
}
