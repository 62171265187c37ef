import type { IncomingMessage } from 'node:http';
import type { Settings } from '../config/settings.js';
import { errnoOf, RenderError } from '../errors/render-error.js';
import { findAddressError, guardedRequest } from '../outbound/guarded-request.js';

const maxRedirects = 5;

type DownloadSettings = Pick<
  Settings,
  | 'PICTURE_MAX_BYTES'
  | 'VOICE_ALLOW_PRIVATE'
  | 'VOICE_TIMEOUT_SECONDS'
  | 'HTTPS_PROXY'
  | 'HTTP_PROXY'
  | 'NO_PROXY'
>;

/**
 * Downloads a picture, with the limits of voices: the SSRF guard, the time limit, and the proxies.
 * @throws RenderError `portrait_unreadable`; the reason of the abort
 */
export async function downloadPicture(
  url: URL,
  settings: DownloadSettings,
  signal: AbortSignal,
): Promise<Uint8Array> {
  const timeout = AbortSignal.timeout(settings.VOICE_TIMEOUT_SECONDS * 1000);
  try {
    const response = await follow(url, settings, AbortSignal.any([signal, timeout]));
    return await readBody(response, settings.PICTURE_MAX_BYTES);
  } catch (error) {
    signal.throwIfAborted();
    const own = findAddressError(error);
    if (own) throw own;
    const reason = timeout.aborted
      ? `no answer within ${String(settings.VOICE_TIMEOUT_SECONDS)} s`
      : errnoOf(error);
    throw unreadable(
      `The portrait could not be downloaded from ${url.host} (${reason ?? 'no answer'}).`,
      error,
    );
  }
}

async function follow(first: URL, settings: DownloadSettings, signal: AbortSignal): Promise<IncomingMessage> {
  let url = first;
  for (let redirects = 0; redirects <= maxRedirects; redirects++) {
    if (url.protocol !== 'http:' && url.protocol !== 'https:') {
      throw unreadable(`The portrait's URL starts with ${url.protocol}; use http:, https:, or file:.`);
    }
    const response = await guardedRequest(url, {
      allowed: settings.VOICE_ALLOW_PRIVATE,
      createAddressError: addressRefused,
      signal,
      proxies: settings,
      headers: { accept: 'image/png, image/jpeg, image/webp', 'accept-encoding': 'identity' },
    });
    const { statusCode: status = 0 } = response;
    if (status === 200) return response;
    response.destroy();
    const { location } = response.headers;
    if (status < 300 || status > 399 || location === undefined) {
      throw unreadable(`${url.host} answered the request for the portrait with status ${String(status)}.`);
    }
    url = new URL(location, url);
  }
  throw unreadable(`The portrait's URL redirects more than ${String(maxRedirects)} times.`);
}

async function readBody(response: IncomingMessage, maxBytes: number): Promise<Uint8Array> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of response) {
    if (!Buffer.isBuffer(chunk)) continue;
    bytes += chunk.length;
    if (bytes > maxBytes) {
      throw unreadable(
        `The portrait has more than ${String(maxBytes)} bytes. Use a smaller file or raise PICTURE_MAX_BYTES.`,
      );
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function addressRefused(hostname: string, addresses: readonly string[]): RenderError {
  return unreadable(
    `${hostname} resolves to ${addresses.join(', ')}, which is not a public address. ` +
      'Download the picture yourself. VOICE_ALLOW_PRIVATE allows private addresses.',
  );
}

function unreadable(message: string, cause?: unknown): RenderError {
  return new RenderError('portrait_unreadable', message, { cause });
}
