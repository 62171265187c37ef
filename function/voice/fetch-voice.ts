import { createWriteStream } from 'node:fs';
import type { IncomingMessage } from 'node:http';
import { pipeline } from 'node:stream/promises';
import { errnoOf, RenderError } from '../../errors/render-error.js';
import type { AllowedAddresses } from '../../outbound/allowed-address.js';
import { guardedRequest, refusalIn } from '../../outbound/guarded-request.js';
import { limitBytes } from './limit-bytes.js';

export interface FetchLimits {
  readonly maxBytes: number;
  readonly timeoutSeconds: number;
  readonly allowed: AllowedAddresses;
}

const mostRedirects = 5;

/**
 * Downloads a voice into `file`.
 * @throws RenderError `voice_url_refused`, `voice_http_status`, `voice_unreachable`,
 *   `voice_too_large`, `voice_timeout`; the reason of the abort
 */
export async function fetchVoice(
  url: URL,
  file: string,
  limits: FetchLimits,
  signal: AbortSignal,
): Promise<void> {
  const timeout = AbortSignal.timeout(limits.timeoutSeconds * 1000);
  const either = AbortSignal.any([signal, timeout]);
  let response: IncomingMessage | undefined;
  try {
    response = await follow(url, limits.allowed, either);
    await pipeline(limitBytes(response, limits.maxBytes), createWriteStream(file), { signal: either });
  } catch (error) {
    signal.throwIfAborted();
    throw explained(error, url, timeout.aborted, limits.timeoutSeconds);
  } finally {
    response?.destroy();
  }
}

async function follow(first: URL, allowed: AllowedAddresses, signal: AbortSignal): Promise<IncomingMessage> {
  let url = first;
  for (let redirects = 0; redirects <= mostRedirects; redirects++) {
    checkUrl(url);
    const response = await guardedRequest(url, {
      ...{ allowed, refuse: refused, signal },
      headers: { accept: 'audio/*, video/*;q=0.5, */*;q=0.1', 'accept-encoding': 'identity' },
    });
    const { statusCode: status = 0 } = response;
    if (status >= 200 && status <= 299) return response;
    response.destroy();
    const { location } = response.headers;
    if (status < 300 || status > 399 || location === undefined) {
      throw new RenderError('voice_http_status', `${url.host} answered ${String(status)} for the voice`, {
        details: { host: url.host, status },
      });
    }
    url = new URL(location, url);
  }
  throw new RenderError(
    'voice_url_refused',
    `the voice URL leads through more than ${String(mostRedirects)} redirects`,
  );
}

function checkUrl(url: URL): void {
  if (url.protocol !== 'http:' && url.protocol !== 'https:') {
    throw new RenderError(
      'voice_url_refused',
      `the voice URL begins with ${url.protocol}; only http: and https: are allowed`,
    );
  }
  if (url.username !== '' || url.password !== '') {
    throw new RenderError(
      'voice_url_refused',
      'the voice URL has a user name or password in it; use a signed URL instead',
    );
  }
}

function explained(error: unknown, url: URL, timedOut: boolean, timeoutSeconds: number): unknown {
  const own = refusalIn(error);
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

function refused(hostname: string, addresses: readonly string[]): RenderError {
  return new RenderError(
    'voice_url_refused',
    `${hostname} is at ${addresses.join(', ')}, which is not a public address; ` +
      'put the voice where the internet sees it, or upload it (VOICE_ALLOW_PRIVATE allows others)',
    { details: { hostname } },
  );
}
