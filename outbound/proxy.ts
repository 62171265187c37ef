import http from 'node:http';
import type { Socket } from 'node:net';
import { userAgent } from './user-agent.js';

/** Proxies for requests to the outside, named by the usual environment variables. */
export interface ProxySettings {
  readonly HTTP_PROXY?: string | undefined;
  readonly HTTPS_PROXY?: string | undefined;
  /** Hosts that are reached directly: names, suffixes, `host:port`, or `*`, separated by commas. */
  readonly NO_PROXY?: string | undefined;
}

/** The proxy for a URL; undefined if it is reached directly. */
export function proxyFor(url: URL, settings: ProxySettings): URL | undefined {
  const proxy = url.protocol === 'https:' ? settings.HTTPS_PROXY : settings.HTTP_PROXY;
  return proxy === undefined || isExcepted(url, settings.NO_PROXY ?? '') ? undefined : new URL(proxy);
}

function isExcepted(url: URL, exceptions: string): boolean {
  const host = url.hostname.replace(/^\[|\]$/g, '').toLowerCase();
  const hostAndPort = `${host}:${portOf(url)}`;
  return exceptions
    .toLowerCase()
    .split(/[\s,]+/)
    .map((entry) => entry.replace(/^\*?\./, ''))
    .filter((entry) => entry !== '')
    .some(
      (entry) =>
        entry === '*' || [host, hostAndPort].some((name) => name === entry || name.endsWith(`.${entry}`)),
    );
}

/**
 * Opens a tunnel through a proxy (CONNECT; RFC 9110, § 9.3.6).
 * @param address the address to which the proxy connects, which has passed the SSRF guard; the proxy
 *   gets no name that it could resolve to another one
 * @throws ProxyError if the proxy refuses; the system's errors
 */
export async function openTunnel(
  proxy: URL,
  address: string,
  url: URL,
  signal: AbortSignal,
): Promise<Socket> {
  const target = `${address.includes(':') ? `[${address}]` : address}:${portOf(url)}`;
  const { username, password } = proxy;
  const credentials = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
  return new Promise((resolve, reject) => {
    http
      .request({
        host: proxy.hostname.replace(/^\[|\]$/g, ''),
        port: portOf(proxy),
        method: 'CONNECT',
        path: target,
        headers: {
          host: target,
          'user-agent': userAgent,
          ...(username === '' ? {} : { 'proxy-authorization': `Basic ${btoa(credentials)}` }),
        },
        agent: false,
        signal,
      })
      .once('connect', ({ statusCode = 0 }, socket: Socket) => {
        if (statusCode >= 200 && statusCode <= 299) {
          resolve(socket);
          return;
        }
        socket.destroy();
        reject(new ProxyError(statusCode));
      })
      // A proxy that does not know CONNECT answers like a web server.
      .once('response', (response) => {
        response.destroy();
        reject(new ProxyError(response.statusCode ?? 0));
      })
      .once('error', reject)
      .end();
  });
}

/** A proxy that refuses to connect. */
class ProxyError extends Error {
  override readonly name = 'ProxyError';
  readonly code: string;

  constructor(status: number) {
    super(`the proxy answered ${String(status)}`);
    this.code = this.message;
  }
}

function portOf({ port, protocol }: URL): string {
  return port === '' ? (protocol === 'https:' ? '443' : '80') : port;
}
