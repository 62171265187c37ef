import type { Context } from 'hono';
import { getConnInfo } from '@hono/node-server/conninfo';

const clientVariable = 'client';

/** Notes who has sent a request. @param id the digest of the client's key */
export function identifyClient(context: Context, id: string): void {
  context.set(clientVariable, id);
}

/** Identifies clients by their key; empty if the service is open. */
export function clientId(context: Context): string {
  const client: unknown = context.get(clientVariable);
  return typeof client === 'string' ? client : '';
}

/** Identifies a client by its key, or by its address if the service is open. */
export function clientOf(context: Context, trustedProxies: number): string {
  const key = clientId(context);
  return key === '' ? clientAddress(context, trustedProxies) : key;
}

/**
 * The address of a client.
 * @param trustedProxies how many proxies append to `X-Forwarded-For`; entries before theirs can be forged
 */
export function clientAddress(context: Context, trustedProxies: number): string {
  const addresses = context.req.header('x-forwarded-for')?.split(',') ?? [];
  // Fewer entries than proxies: the request bypassed them.
  const forwarded = trustedProxies === 0 ? undefined : addresses.at(-trustedProxies)?.trim();
  return forwarded ?? peerAddress(context) ?? 'unknown';
}

function peerAddress(context: Context): string | undefined {
  try {
    return getConnInfo(context).remote.address;
  } catch {
    // A request without a server, as in tests.
    return undefined;
  }
}
