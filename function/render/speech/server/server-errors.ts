import { z } from 'zod';
import { errnoOf, RenderError } from '../../../../errors/render-error.js';

const maxReasonLength = 300;
/** A reason that repeats this much of the text is omitted: errors are logged, but texts must not be. */
const repeatedLength = 12;

/** An answer of the server that is not speech. */
export interface ServerAnswer {
  readonly host: string;
  readonly status: number;
  /** The beginning of the body. */
  readonly body: string;
  readonly retryAfter: string | undefined;
}

/** Whether the same request may succeed a moment later. */
export function isPassing(status: number): boolean {
  return status === 408 || status === 425 || status === 429 || status >= 500;
}

/** Whether a server refuses a request because of its `response_format`. */
export function refusesFormat(status: number, body: string): boolean {
  return [400, 415, 422, 501].includes(status) && /response_format|\bformat\b|\bwav\b|\bmp3\b/i.test(body);
}

/** Creates the error for an answer that a retry would not change. */
export function refusedError({ host, status, body }: ServerAnswer, input: string): RenderError {
  const reason = reasonIn(body, input);
  const hint =
    status === 401 || status === 403
      ? ' Check SPEECH_API_KEY.'
      : status === 404 || status === 405 || (status >= 300 && status <= 399)
        ? ' Check SPEECH_URL, SPEECH_MODEL, and the voice.'
        : '';
  return new RenderError(
    'speech_refused',
    `The speech server ${host} answered with status ${String(status)}${reason === '' ? '' : `: ${reason}`}.${hint}`,
    { details: { status, ...(reason === '' ? {} : { reason }) } },
  );
}

/** Creates the error for a server that does not answer, or is unavailable. */
export function unavailableError(cause: unknown, host: string, seconds: number): RenderError {
  const why =
    cause instanceof RenderError
      ? cause.message
      : `The speech server ${host} does not answer (${errnoOf(cause) ?? 'no answer'}).`;
  return new RenderError('speech_unavailable', `${why} Tried for up to ${String(seconds)} s.`, {
    cause,
    details: { host },
  });
}

export function passingError({ host, status, body, retryAfter }: ServerAnswer, input: string): RenderError {
  const reason = reasonIn(body, input);
  return new RenderError(
    'speech_unavailable',
    `The speech server ${host} answered with status ${String(status)}${reason === '' ? '' : `: ${reason}`}.`,
    { details: { status, ...(retryAfter === undefined ? {} : { retryAfter }) } },
  );
}

const message = z.looseObject({ message: z.string() });
const shapes = z.union([
  z.looseObject({ error: message }).transform(({ error }) => error.message),
  z.looseObject({ error: z.string() }).transform(({ error }) => error),
  z.looseObject({ detail: z.string() }).transform(({ detail }) => detail),
  z.looseObject({ detail: message }).transform(({ detail }) => detail.message),
  z
    .looseObject({
      detail: z.array(z.looseObject({ loc: z.array(z.unknown()).optional(), msg: z.string() })),
    })
    .transform(({ detail }) =>
      detail.map(({ loc, msg }) => `${(loc ?? []).map(String).join('.')} ${msg}`.trim()).join('; '),
    ),
  message.transform((whole) => whole.message),
]);

/** Extracts the server's message from the usual shapes of errors, unless it repeats the text. */
function reasonIn(body: string, input: string): string {
  const words = fromJson(body) ?? (body.trimStart().startsWith('<') ? '' : body);
  const clean = words
    .replace(/[\p{Cc}\s]+/gu, ' ')
    .trim()
    .replace(/\.$/, '');
  return repeats(clean, input) ? '' : clean.slice(0, maxReasonLength);
}

function repeats(words: string, input: string): boolean {
  if (input.length <= repeatedLength) return words.includes(input);
  return Array.from({ length: input.length - repeatedLength + 1 }, (_, i) =>
    input.slice(i, i + repeatedLength),
  ).some((part) => words.includes(part));
}

function fromJson(body: string): string | undefined {
  try {
    const parsed = shapes.safeParse(JSON.parse(body));
    return parsed.success ? parsed.data : '';
  } catch {
    return undefined;
  }
}
