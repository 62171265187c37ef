import { z } from '@hono/zod-openapi';
import { errorCodes, errorTable, type ErrorCode } from '../../../errors/table.js';
import { toRenderError, type RenderError } from '../../../errors/render-error.js';
import { examples } from './openapi-examples.js';

const problemType = 'application/problem+json';

/** Every error of the API (RFC 9457). */
export const problemSchema = z
  .object({
    type: z.literal('about:blank'),
    title: z.string().describe('The meaning of the code'),
    status: z.int(),
    code: z.enum(errorCodes).describe('From a closed list; stable'),
    detail: z.string().describe('What is wrong with this request, and how to fix it'),
    details: z.record(z.string(), z.unknown()).optional().describe('Values that belong to the error'),
    jobId: z.string().optional(),
  })
  .openapi('Problem', { example: examples.problem });

export type Problem = z.infer<typeof problemSchema>;

/** An error as a problem document. It contains nothing of the cause, the stack, or paths. */
export function toProblem({ code, message, details }: RenderError, jobId?: string): Problem {
  const { status, meaning } = errorTable[code];
  return {
    type: 'about:blank',
    title: meaning,
    status,
    code,
    detail: code === 'internal' ? 'An unexpected error occurred; the log has the details.' : message,
    ...(Object.keys(details).length > 0 ? { details } : {}),
    ...(jobId === undefined ? {} : { jobId }),
  };
}

/** Answers with a problem. */
export function problemResponse(problem: Problem, headers: Readonly<Record<string, string>> = {}): Response {
  return new Response(JSON.stringify(problem), {
    status: problem.status,
    headers: { 'content-type': problemType, 'cache-control': 'no-store', ...headers },
  });
}

/** What errors are logged with. */
interface ErrorLog {
  error(fields: object, message: string): void;
  info(fields: object, message: string): void;
}

/**
 * Converts anything that a route throws to a problem response; unexpected errors are logged with their
 * cause.
 */
export function onError(thrown: unknown, log: ErrorLog): Response {
  const error = toRenderError(thrown);
  const { status, outcome } = errorTable[error.code];
  // What a client only has to wait for is an answer, not a fault.
  if (status === 503 && outcome === 'none')
    log.info({ event: 'request.deferred', code: error.code }, error.message);
  else if (status >= 500) log.error({ event: 'request.failed', err: error, code: error.code }, error.message);
  const retryAfter = error.details['retryAfterSeconds'];
  return problemResponse(toProblem(error), {
    ...(typeof retryAfter === 'number' ? { 'retry-after': String(retryAfter) } : {}),
    ...(error.code === 'unauthorized' ? { 'www-authenticate': 'Bearer' } : {}),
  });
}

/** Responses that every documented route may give. */
const everywhere = [
  'unauthorized',
  'rate_limited',
  'internal',
  'store_refused',
  'store_unavailable',
] as const;

/** The problem responses of a route for the OpenAPI document; those of every route are added. */
export function problems(...codes: ErrorCode[]) {
  const byStatus = new Map<number, string[]>();
  for (const code of new Set([...codes, ...everywhere])) {
    const { status, meaning } = errorTable[code];
    byStatus.set(status, [...(byStatus.get(status) ?? []), `\`${code}\`: ${meaning}`]);
  }
  return Object.fromEntries(
    [...byStatus].map(([status, meanings]) => [
      status,
      { description: meanings.join('\n\n'), content: { [problemType]: { schema: problemSchema } } },
    ]),
  );
}
