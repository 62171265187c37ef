import { createHash, timingSafeEqual } from 'node:crypto';
import type { Context, MiddlewareHandler } from 'hono';
import { RenderError } from '../../../errors/render-error.js';

/**
 * Requires one of the keys (`Authorization: Bearer …`, RFC 6750). The key is compared with all keys in
 * constant time, so response times reveal nothing about them.
 * @throws RenderError `unauthorized`
 */
export function requireApiKey(keys: readonly string[]): MiddlewareHandler {
  const digests = keys.map(digestOf);
  return async (context, next) => {
    const [, given = ''] = /^Bearer +(\S+)$/i.exec(context.req.header('authorization') ?? '') ?? [];
    const digest = digestOf(given);
    const matches = digests.map((known) => timingSafeEqual(known, digest));
    if (!matches.includes(true)) {
      throw new RenderError(
        'unauthorized',
        'This route requires an API key. Send Authorization: Bearer <key>.',
      );
    }
    context.set(clientVariable, digest.toString('hex'));
    await next();
  };
}

const clientVariable = 'client';

/** Identifies clients by their key; empty if the service is open. */
export function clientId(context: Context): string {
  const client: unknown = context.get(clientVariable);
  return typeof client === 'string' ? client : '';
}

function digestOf(key: string): Buffer {
  return createHash('sha256').update(key).digest();
}
