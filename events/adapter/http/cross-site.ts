import os from 'node:os';
import { isIP } from 'node:net';
import type { MiddlewareHandler } from 'hono';
import { RenderError } from '../../../errors/render-error.js';

/** Methods that change nothing. */
const safeMethods = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * Refuses requests that the web pages of other sites send through a visitor's browser. Without API keys, a browser that
 * reaches the service may use it, and so may every page that it shows.
 * @param corsOrigins origins whose pages may call the API (CORS_ORIGINS)
 * @param isLoopback whether only this machine reaches the service: then the Host must be a name of this machine, because
 *   another name may lead here by DNS rebinding, and Origin must be the same
 * @throws RenderError `origin_refused`
 * @see Fetch Metadata Request Headers, § 2.3
 */
export function refuseCrossSite(corsOrigins: readonly string[], isLoopback: boolean): MiddlewareHandler {
  return async (context, next) => {
    const host = context.req.header('host');
    if (isLoopback && host !== undefined && !isOwnHost(host)) {
      throw new RenderError(
        'origin_refused',
        `The Host ${host} is not a name of this machine. Use http://localhost, or set API_KEYS, or HOST to the address that other machines use.`,
      );
    }
    const { method } = context.req;
    const origin = context.req.header('origin');
    const isAllowed = origin !== undefined && (corsOrigins.includes('*') || corsOrigins.includes(origin));
    const site = context.req.header('sec-fetch-site');
    // Browsers that do not say from which site a request comes send its origin with every write.
    const isForeign = site === undefined ? isLoopback && isOther(origin, host) : site === 'cross-site';
    if (!safeMethods.has(method) && !isAllowed && isForeign) {
      throw new RenderError(
        'origin_refused',
        `A page of ${origin ?? 'another site'} has sent this request. Add its origin to CORS_ORIGINS, or set API_KEYS.`,
      );
    }
    await next();
  };
}

/** Whether an address is reachable from this machine only. */
export function isLoopbackHost(host: string | undefined): boolean {
  return host !== undefined && (host === 'localhost' || host === '::1' || host.startsWith('127.'));
}

/** Whether Origin names another host than the one that is asked; programs other than browsers send none. */
function isOther(origin: string | undefined, host = ''): boolean {
  if (origin === undefined) return false;
  return !URL.canParse(origin) || new URL(origin).host !== host.toLowerCase();
}

function isOwnHost(host: string): boolean {
  if (!URL.canParse(`http://${host}`)) return false;
  const { hostname } = new URL(`http://${host}`);
  const own = os.hostname().toLowerCase();
  const bare = hostname.replace(/^\[|\]$/g, '').replace(/\.$/, '');
  return (
    // An address cannot be rebound.
    isIP(bare) !== 0 ||
    bare === 'localhost' ||
    bare.endsWith('.localhost') ||
    [own, `${own}.local`].includes(bare)
  );
}
