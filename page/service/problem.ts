import { texts } from '../texts/texts.js';
import { isRecord, numberIn, recordIn, textIn } from './read-json.js';

/** The service's answer to a failed request (RFC 9457). */
export class Problem extends Error {
  override readonly name = 'Problem';
  readonly code: string;
  readonly status: number;
  readonly details: Readonly<Record<string, unknown>>;

  constructor(code: string, message: string, status = 0, details: Readonly<Record<string, unknown>> = {}) {
    super(message);
    this.code = code;
    this.status = status;
    this.details = details;
  }
}

/** What the page itself has found; the message is in the language of the page. */
export class PageProblem extends Problem {}

/** Reads the problem of an error response. */
export async function problemIn(response: Response): Promise<Problem> {
  const body: unknown = await response.json().catch(() => undefined);
  if (!isRecord(body)) {
    return new PageProblem('strange_answer', texts.problem.status(response.status), response.status);
  }
  return new Problem(
    textIn(body, 'code') ?? 'strange_answer',
    textIn(body, 'detail') ?? `The service answered ${String(response.status)}.`,
    numberIn(body, 'status') ?? response.status,
    recordIn(body, 'details') ?? {},
  );
}
