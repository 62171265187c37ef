import { errnoOf, RenderError } from '../../../errors/render-error.js';
import { findAddressRefusal } from '../../../outbound/guarded-request.js';

/** Of a connection that may well come about a moment later. */
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
    error.code === 'voice_http_status' && typeof status === 'number' && (status === 429 || status >= 500)
  );
}

/** What a download failed with, told for who gave the URL. */
export function fetchError(error: unknown, url: URL, timedOut: boolean, timeoutSeconds: number): unknown {
  const own = findAddressRefusal(error);
  if (own) return own;
  if (timedOut) {
    return new RenderError(
      'voice_timeout',
      `the voice did not arrive from ${url.host} in ${String(timeoutSeconds)} s (VOICE_TIMEOUT_SECONDS)`,
      { details: { host: url.host, timeoutSeconds } },
    );
  }
  const errno = errnoOf(error);
  if (errno === 'ENOSPC' || errno === 'EDQUOT') return error;
  return new RenderError(
    'voice_unreachable',
    `the voice could not be fetched from ${url.host} (${errno ?? 'no answer'})`,
    {
      cause: error,
      details: { host: url.host },
    },
  );
}

/** The error for a name that leads to an address which is not allowed. */
export function addressRefused(hostname: string, addresses: readonly string[]): RenderError {
  return new RenderError(
    'voice_url_refused',
    `${hostname} is at ${addresses.join(', ')}, which is not a public address; ` +
      'put the voice where the internet sees it, or upload it (VOICE_ALLOW_PRIVATE allows others)',
    { details: { hostname } },
  );
}
