import { errnoOf, RenderError } from '../../../../errors/render-error.js';
import { findAddressError } from '../../../../outbound/guarded-request.js';

/** Connection errors that may pass within a moment. */
const passing = new Set([
  'EAI_AGAIN',
  'ECONNREFUSED',
  'ECONNRESET',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'EPIPE',
  'ETIMEDOUT',
]);

/** Whether the same request may succeed a moment later: RFC 9110, § 15.6, and 429 of RFC 6585, § 4. */
export function isTransient(error: unknown): boolean {
  if (!(error instanceof RenderError)) return false;
  if (error.code === 'voice_unreachable') return passing.has(errnoOf(error.cause) ?? '');
  const { status } = error.details;
  return (
    error.code === 'voice_http_status' &&
    typeof status === 'number' &&
    (status === 202 || status === 429 || status >= 500)
  );
}

/** How long the server asks to wait: seconds or a date (RFC 9110, § 10.2.3); 0 if it does not ask. */
export function retryAfterSeconds(error: unknown): number {
  const asked = error instanceof RenderError ? error.details['retryAfter'] : undefined;
  if (typeof asked !== 'string') return 0;
  const seconds = /^\d+$/.test(asked.trim()) ? Number(asked) : (Date.parse(asked) - Date.now()) / 1000;
  return Number.isFinite(seconds) ? Math.max(0, seconds) : 0;
}

/** The error of a failed download, worded for the client that provided the URL. */
export function fetchError(error: unknown, url: URL, timedOut: boolean, timeoutSeconds: number): unknown {
  const own = findAddressError(error);
  if (own) return own;
  if (timedOut) {
    return new RenderError(
      'voice_timeout',
      `The voice did not arrive from ${url.host} within ${String(timeoutSeconds)} s (VOICE_TIMEOUT_SECONDS).`,
      { details: { host: url.host, timeoutSeconds } },
    );
  }
  const errno = errnoOf(error);
  if (errno === 'ENOSPC' || errno === 'EDQUOT') return error;
  return new RenderError(
    'voice_unreachable',
    `The voice could not be downloaded from ${url.host} (${errno ?? 'no answer'}).`,
    {
      cause: error,
      details: { host: url.host },
    },
  );
}
