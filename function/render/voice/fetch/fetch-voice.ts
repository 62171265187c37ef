import { createWriteStream } from 'node:fs';
import type { IncomingMessage } from 'node:http';
import { pipeline } from 'node:stream/promises';
import { RenderError } from '../../../../errors/render-error.js';
import type { AllowedAddresses } from '../../../../outbound/allowed-address.js';
import { guardedRequest } from '../../../../outbound/guarded-request.js';
import { voiceAddressError } from '../../../../outbound/voice-address-error.js';
import type { ProxySettings } from '../../../../outbound/proxy.js';
import { fetchError, isTransient } from './fetch-errors.js';
import { limitBytes } from './limit-bytes.js';
import { retryUntil } from './retry-until.js';
import { unpackBody } from './unpack-body.js';

export interface FetchLimits {
  readonly maxBytes: number;
  readonly timeoutSeconds: number;
  readonly allowed: AllowedAddresses;
  readonly proxies?: ProxySettings;
}

const maxRedirects = 5;
/** Statuses of success that have no voice: accepted but not ready, no content, reset. */
const withoutContent: ReadonlySet<number> = new Set([202, 204, 205]);
/** A job fails for good without its voice, so the server gets a second and a third chance. */
const retries = { retries: 2, minTimeout: 250, maxTimeout: 1000, factor: 4 } as const;

/**
 * Downloads a voice into `file`. Errors that may pass are retried twice.
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
  const endMs = performance.now() + limits.timeoutSeconds * 1000;
  const toError = (thrown: unknown) => {
    signal.throwIfAborted();
    return fetchError(thrown, url, timeout.aborted, limits.timeoutSeconds);
  };
  const attempt = () =>
    download(url, file, limits, either).catch((thrown: unknown) => {
      throw toError(thrown);
    });
  await retryUntil(endMs, attempt, { ...retries, isTransient, signal: either, abortsAtEnd: true }).catch(
    (thrown: unknown) => {
      throw thrown instanceof RenderError ? thrown : toError(thrown);
    },
  );
}

async function download(url: URL, file: string, limits: FetchLimits, signal: AbortSignal): Promise<void> {
  const response = await follow(url, limits, signal);
  try {
    await pipeline(limitBytes(unpackBody(response), limits.maxBytes), createWriteStream(file), { signal });
  } finally {
    response.destroy();
  }
}

async function follow(
  first: URL,
  { allowed, proxies = {} }: FetchLimits,
  signal: AbortSignal,
): Promise<IncomingMessage> {
  let url = first;
  for (let redirects = 0; redirects <= maxRedirects; redirects++) {
    checkUrl(url);
    const response = await guardedRequest(url, {
      allowed,
      createAddressError: voiceAddressError,
      signal,
      proxies,
      headers: { accept: 'audio/*, video/*;q=0.5, */*;q=0.1', 'accept-encoding': 'identity' },
    });
    const { statusCode: status = 0 } = response;
    if (status >= 200 && status <= 299 && !withoutContent.has(status)) return response;
    response.destroy();
    const { location, 'retry-after': retryAfter } = response.headers;
    if (status < 300 || status > 399 || location === undefined) {
      throw new RenderError(
        'voice_http_status',
        `${url.host} answered the request for the voice with status ${String(status)}.`,
        {
          details: { host: url.host, status, ...(retryAfter === undefined ? {} : { retryAfter }) },
        },
      );
    }
    url = new URL(location, url);
  }
  throw new RenderError(
    'voice_url_refused',
    `The voice URL redirects more than ${String(maxRedirects)} times.`,
  );
}

function checkUrl(url: URL): void {
  if (url.protocol !== 'http:' && url.protocol !== 'https:') {
    throw new RenderError(
      'voice_url_refused',
      `The voice URL starts with ${url.protocol}; use http: or https:.`,
    );
  }
  if (url.username !== '' || url.password !== '') {
    throw new RenderError(
      'voice_url_refused',
      'The voice URL contains a user name or password. Use a signed URL instead.',
    );
  }
}
