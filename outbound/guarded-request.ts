import { lookup } from 'node:dns';
import http, { type IncomingMessage } from 'node:http';
import https from 'node:https';
import { isIP, type LookupFunction } from 'node:net';
import { rootCertificates } from 'node:tls';
import { RenderError } from '../errors/render-error.js';
import { isAllowedAddress, type AllowedAddresses } from './allowed-address.js';

/** The error for a name that leads to an address which is not allowed. */
export type AddressRefusal = (hostname: string, addresses: readonly string[]) => RenderError;

export interface GuardedRequest {
  readonly allowed: AllowedAddresses;
  readonly refuse: AddressRefusal;
  readonly signal: AbortSignal;
  readonly method?: 'GET' | 'POST';
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  /** Certificates in PEM by which the server is trusted, beside the usual ones. */
  readonly certificates?: string | undefined;
}

/**
 * Asks a server for something, having looked at its address at the moment it connects, after the
 * name has been resolved. Redirects are not followed: who follows one asks anew. Node's own client
 * does this since undici 7 ends the process where a server closes a connection whose answer is read
 * more slowly than it comes (nodejs/undici#5360), and 8 wants Node 22.
 * @returns the answer; whoever takes it reads or destroys it
 * @throws what `refuse` makes for an address that is not allowed; the system's errors
 */
export async function guardedRequest(
  url: URL,
  { allowed, refuse, signal, method = 'GET', headers, body, certificates }: GuardedRequest,
): Promise<IncomingMessage> {
  // A literal address is never looked up.
  const literal = url.hostname.replace(/^\[|\]$/g, '');
  if (isIP(literal) !== 0 && !isAllowedAddress(literal, allowed)) throw refuse(literal, [literal]);
  const { request } = url.protocol === 'https:' ? https : http;
  const trusted = certificates === undefined ? {} : { ca: [...rootCertificates, certificates] };
  const lookUp = guardedLookup(allowed, refuse);
  return new Promise((resolve, reject) => {
    request(url, { method, headers, signal, agent: false, lookup: lookUp, ...trusted })
      .once('response', resolve)
      .on('error', reject)
      .end(body);
  });
}

function guardedLookup(allowed: AllowedAddresses, refuse: AddressRefusal): LookupFunction {
  return (hostname, options, callback) => {
    lookup(hostname, { ...options, all: true }, (error, addresses) => {
      const bad = error
        ? []
        : addresses.map(({ address }) => address).filter((a) => !isAllowedAddress(a, allowed));
      if (error) callback(error, []);
      else if (bad.length > 0) callback(refuse(hostname, bad), []);
      else if (options.all) callback(null, addresses);
      else callback(null, addresses[0]?.address ?? '', addresses[0]?.family);
    });
  };
}

/** The RenderError that a failed request has as its cause, or as a cause of that. */
export function findAddressRefusal(error: unknown): RenderError | undefined {
  if (error instanceof RenderError) return error;
  return error instanceof Error && error.cause !== undefined ? findAddressRefusal(error.cause) : undefined;
}
