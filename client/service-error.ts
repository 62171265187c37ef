import type { Job, Problem } from './api-types.js';

/** A code of the service's closed list, or a fault on the way to it. */
export type ServiceErrorCode = Problem['code'] | 'unreachable' | 'unexpected_answer';

/** What is known about an error besides its message. */
interface ErrorFields {
  readonly code: ServiceErrorCode;
  readonly status?: number | undefined;
  readonly details?: Readonly<Record<string, unknown>> | undefined;
  readonly jobId?: string | undefined;
  readonly retryAfterSeconds?: number | undefined;
  readonly cause?: unknown;
}

/** Why a call failed: the problem that the service has answered, or that it cannot be reached. */
export class AvatarServiceError extends Error {
  override readonly name = 'AvatarServiceError';
  /** Stable; decide by it. */
  readonly code: ServiceErrorCode;
  /** The HTTP status; undefined if there was no answer, or if a job has ended with the error. */
  readonly status: number | undefined;
  /** Values that belong to the error, such as limits. */
  readonly details: Readonly<Record<string, unknown>>;
  readonly jobId: string | undefined;
  /** When the same call may succeed. */
  readonly retryAfterSeconds: number | undefined;

  constructor(message: string, { code, status, details = {}, jobId, retryAfterSeconds, cause }: ErrorFields) {
    super(message, { cause });
    this.code = code;
    this.status = status;
    this.details = details;
    this.jobId = jobId;
    this.retryAfterSeconds = retryAfterSeconds;
  }
}

/** The error of an answer that is not 2xx. */
export async function errorOfResponse(response: Response): Promise<AvatarServiceError> {
  const { status } = response;
  const wait = Number(response.headers.get('retry-after') ?? Number.NaN);
  const retryAfterSeconds = Number.isNaN(wait) ? undefined : wait;
  const text = await response.text();
  const problem =
    response.headers.get('content-type') === 'application/problem+json' ? readProblem(text) : undefined;
  if (problem) {
    const { code, detail, details, jobId } = problem;
    return new AvatarServiceError(detail, { code, status, details, jobId, retryAfterSeconds });
  }
  return new AvatarServiceError(
    `${response.url} answered ${String(status)} without a problem document. Is it the address of an avatar service?`,
    { code: 'unexpected_answer', status, retryAfterSeconds },
  );
}

/** The error that a job has ended with; undefined if it has not failed. */
export function errorOfJob({ jobId, state, error }: Job): AvatarServiceError | undefined {
  if (state === 'cancelled')
    return new AvatarServiceError(`Job ${jobId} was canceled.`, { code: 'cancelled', jobId });
  return error && new AvatarServiceError(error.message, { code: error.code, details: error.details, jobId });
}

/** @returns undefined if the text is not a problem document */
function readProblem(text: string): Pick<Problem, 'code' | 'detail' | 'details' | 'jobId'> | undefined {
  try {
    const problem: unknown = JSON.parse(text);
    return isProblem(problem) ? problem : undefined;
  } catch {
    return undefined;
  }
}

function isProblem(value: unknown): value is Problem {
  return typeof value === 'object' && value !== null && 'code' in value && 'detail' in value;
}
