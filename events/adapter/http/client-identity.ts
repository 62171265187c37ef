import type { Context } from 'hono';
import { getConnInfo } from '@hono/node-server/conninfo';
import type { ApiKeyRole } from '../../../config/api-keys.js';

/** Who has sent a request. */
export interface Client {
  /** The digest of the client's key, or of its name; empty if the service is open. */
  readonly id: string;
  /** For the log; undefined if the service is open. */
  readonly name: string | undefined;
  readonly role: ApiKeyRole;
}

/** Without keys, every client may do everything. */
const openClient: Client = { id: '', name: undefined, role: 'admin' };
const clients = new WeakMap<Request, Client>();

/** Notes who has sent a request. */
export function identifyClient(context: Context, client: Client): void {
  clients.set(context.req.raw, client);
}

/** Who has sent a request. */
export function requestClient(context: Context): Client {
  return clients.get(context.req.raw) ?? openClient;
}

/** Identifies clients by their key; empty if the service is open. */
export function clientId(context: Context): string {
  return requestClient(context).id;
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
