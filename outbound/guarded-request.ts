import { lookup } from 'node:dns';
import http, { type IncomingMessage } from 'node:http';
import https from 'node:https';
import { isIP, type LookupFunction } from 'node:net';
import { rootCertificates } from 'node:tls';
import { RenderError } from '../errors/render-error.js';
import { isAllowedAddress, type AllowedAddresses } from './allowed-address.js';
import { userAgent } from './user-agent.js';

/** The error for a host name that resolves to an address that is not allowed. */
type CreateAddressError = (hostname: string, addresses: readonly string[]) => RenderError;

export interface GuardedRequest {
  readonly allowed: AllowedAddresses;
  readonly createAddressError: CreateAddressError;
  readonly signal: AbortSignal;
  readonly method?: 'GET' | 'POST';
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  /** Additional certificates in PEM format for the server. */
  readonly certificates?: string | undefined;
}

/**
 * Sends a request through the SSRF guard, which checks the address when the connection is made, after
 * the name has been resolved. Redirects are not followed; following one takes a new call. It uses
 * Node's own client, because undici 7 ends the process if a server closes a connection whose answer is
 * read more slowly than it arrives (nodejs/undici#5360), and undici 8 requires Node 22.
 * @returns the answer; the caller must read or destroy it
 * @throws the error that `createAddressError` creates for a forbidden address; the system's errors
 */
export async function guardedRequest(
  url: URL,
  { allowed, createAddressError, signal, method = 'GET', headers, body, certificates }: GuardedRequest,
): Promise<IncomingMessage> {
  // A literal address is never looked up.
  const literal = url.hostname.replace(/^\[|\]$/g, '');
  if (isIP(literal) !== 0 && !isAllowedAddress(literal, allowed))
    throw createAddressError(literal, [literal]);
  const { request } = url.protocol === 'https:' ? https : http;
  const trusted = certificates === undefined ? {} : { ca: [...rootCertificates, certificates] };
  const lookUp = guardedLookup(allowed, createAddressError);
  return new Promise((resolve, reject) => {
    request(url, {
      method,
      headers: { 'user-agent': userAgent, ...headers },
      signal,
      agent: false,
      lookup: lookUp,
      ...trusted,
    })
      .once('response', resolve)
      .on('error', reject)
      .end(body);
  });
}

function guardedLookup(allowed: AllowedAddresses, createAddressError: CreateAddressError): LookupFunction {
  return (hostname, options, callback) => {
    lookup(hostname, { ...options, all: true }, (error, addresses) => {
      const bad = error
        ? []
        : addresses.map(({ address }) => address).filter((a) => !isAllowedAddress(a, allowed));
      if (error) callback(error, []);
      else if (bad.length > 0) callback(createAddressError(hostname, bad), []);
      else if (options.all) callback(null, addresses);
      else callback(null, addresses[0]?.address ?? '', addresses[0]?.family);
    });
  };
}

/** Finds the RenderError among the causes of a failed request. */
export function findAddressError(error: unknown): RenderError | undefined {
  if (error instanceof RenderError) return error;
  return error instanceof Error && error.cause !== undefined ? findAddressError(error.cause) : undefined;
}
