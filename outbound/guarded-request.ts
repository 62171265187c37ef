import { lookup, type LookupAddress } from 'node:dns';
import http, { type IncomingMessage } from 'node:http';
import https from 'node:https';
import { isIP, type LookupFunction, type Socket } from 'node:net';
import { connect, rootCertificates } from 'node:tls';
import { RenderError } from '../errors/render-error.js';
import { isAllowedAddress, type AllowedAddresses } from './allowed-address.js';
import { openTunnel, proxyFor, type ProxySettings } from './proxy.js';
import { userAgent } from './user-agent.js';

/** The error for a host name that resolves to an address that is not allowed. */
type CreateAddressError = (hostname: string, addresses: readonly string[]) => RenderError;

export interface GuardedRequest {
  readonly allowed: AllowedAddresses;
  /** Needed unless `allowed` is `any`. */
  readonly createAddressError?: CreateAddressError;
  readonly signal: AbortSignal;
  readonly method?: 'GET' | 'POST';
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
  /** Additional certificates in PEM format for the server. */
  readonly certificates?: string | undefined;
  readonly proxies?: ProxySettings;
}

/**
 * Sends a request through the SSRF guard, which checks the address when the connection is made, after
 * the name has been resolved. With a proxy, the name is resolved here and the proxy connects to the
 * checked address. Redirects are not followed; following one takes a new call. It uses Node's own
 * client, because undici 7 ends the process if a server closes a connection whose answer is read more
 * slowly than it arrives (nodejs/undici#5360), and undici 8 requires Node 22.
 * @returns the answer; the caller must read or destroy it
 * @throws the error that `createAddressError` creates for a forbidden address; the system's errors
 */
export async function guardedRequest(url: URL, options: GuardedRequest): Promise<IncomingMessage> {
  const {
    allowed,
    createAddressError = refused,
    signal,
    method = 'GET',
    headers,
    body,
    certificates,
  } = options;
  // A literal address is never looked up.
  const literal = literalAddress(url);
  if (literal !== undefined && !isAllowedAddress(literal, allowed))
    throw createAddressError(literal, [literal]);
  const { request } = url.protocol === 'https:' ? https : http;
  const trusted = certificates === undefined ? {} : { ca: [...rootCertificates, certificates] };
  const lookUp = guardedLookup(allowed, createAddressError);
  const tunnel = await tunnelFor(url, options, lookUp);
  // An agent would open its own connection.
  const connection = tunnel ? { createConnection: () => secured(tunnel, url, trusted) } : { agent: false };
  return new Promise((resolve, reject) => {
    request(url, {
      method,
      headers: { 'user-agent': userAgent, host: url.host, ...headers },
      signal,
      lookup: lookUp,
      ...trusted,
      ...connection,
    })
      .once('response', resolve)
      .on('error', reject)
      .end(body);
  });
}

function refused(hostname: string): RenderError {
  return new RenderError('internal', `The address of ${hostname} is not allowed.`);
}

/** A connection through the proxy of a URL. Addresses that are not public are reached directly. */
async function tunnelFor(
  url: URL,
  { proxies, signal }: GuardedRequest,
  lookUp: LookupFunction,
): Promise<Socket | undefined> {
  const proxy = proxies && proxyFor(url, proxies);
  if (!proxy) return undefined;
  const addresses = await resolved(url, lookUp);
  const address = addresses.find(({ family }) => family === 4) ?? addresses[0];
  if (!address || !isAllowedAddress(address.address, 'off')) return undefined;
  return openTunnel(proxy, address.address, url, signal);
}

async function resolved(url: URL, lookUp: LookupFunction): Promise<LookupAddress[]> {
  const literal = literalAddress(url);
  if (literal !== undefined) return [{ address: literal, family: isIP(literal) }];
  return new Promise((resolve, reject) => {
    lookUp(url.hostname, { all: true }, (error, found) => {
      if (error) reject(error);
      else resolve(typeof found === 'string' ? [{ address: found, family: isIP(found) }] : found);
    });
  });
}

function secured(tunnel: Socket, url: URL, trusted: { ca?: string[] }): Socket {
  if (url.protocol !== 'https:') return tunnel;
  const literal = literalAddress(url);
  const name = literal === undefined ? { servername: url.hostname } : { host: literal };
  return connect({ socket: tunnel, ...name, ...trusted });
}

function literalAddress({ hostname }: URL): string | undefined {
  const bare = hostname.replace(/^\[|\]$/g, '');
  return isIP(bare) === 0 ? undefined : bare;
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
