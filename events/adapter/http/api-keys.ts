import { createHash, timingSafeEqual } from 'node:crypto';
import type { MiddlewareHandler } from 'hono';
import type { ApiKey } from '../../../config/api-keys.js';
import { RenderError } from '../../../errors/render-error.js';
import { identifyClient, type Client } from './client-identity.js';
import type { ClientLimiter } from './rate-limit.js';

/**
 * Requires one of the keys (`Authorization: Bearer …`, RFC 6750). The key is compared with all keys in
 * constant time, so response times reveal nothing about them.
 * @param limiter counts wrong keys by address; an address that has sent too many is refused before its key is
 *   compared, because otherwise keys could be guessed at any rate
 * @throws RenderError `unauthorized`, `rate_limited`
 */
export function requireApiKey(keys: readonly ApiKey[], limiter?: ClientLimiter): MiddlewareHandler {
  const digests = keys.map(({ key }) => digestOf(key));
  const clients = keys.map(clientOfKey);
  return async (context, next) => {
    await limiter?.checkAddress(context);
    const [, given = ''] = /^Bearer +(\S+)$/i.exec(context.req.header('authorization') ?? '') ?? [];
    const digest = digestOf(given);
    const matches = digests.map((known) => timingSafeEqual(known, digest));
    const client = clients[matches.indexOf(true)];
    if (!client) {
      await limiter?.countAddress(context);
      throw new RenderError(
        'unauthorized',
        'This route requires an API key. Send Authorization: Bearer <key>.',
      );
    }
    identifyClient(context, client);
    await next();
  };
}

/** Keys of one name are one client: a new key sees the jobs of the one that it replaces. */
function clientOfKey({ key, name, role }: ApiKey): Client {
  const id = digestOf(name === undefined ? key : `name:${name}`).toString('hex');
  return { id, name: name ?? `key-${id.slice(0, 8)}`, role };
}

function digestOf(key: string): Buffer {
  return createHash('sha256').update(key).digest();
}
