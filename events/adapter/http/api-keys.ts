import { createHash, timingSafeEqual } from 'node:crypto';
import type { Context, MiddlewareHandler } from 'hono';
import { RenderError } from '../../../errors/render-error.js';

/**
 * Lets requests through that bear one of the keys (`Authorization: Bearer …`, RFC 6750). All keys
 * are compared, and in equal time: neither how much of a key was right nor which one it was can be
 * told from how long the answer took.
 * @throws RenderError `unauthorized`
 */
export function requireApiKey(keys: readonly string[]): MiddlewareHandler {
  const digests = keys.map(digestOf);
  return async (context, next) => {
    const [, given = ''] = /^Bearer +(\S+)$/i.exec(context.req.header('authorization') ?? '') ?? [];
    const digest = digestOf(given);
    const matches = digests.map((known) => timingSafeEqual(known, digest));
    if (!matches.includes(true)) {
      throw new RenderError('unauthorized', 'this route wants an API key: Authorization: Bearer <key>');
    }
    context.set(clientVariable, digest.toString('hex'));
    await next();
  };
}

const clientVariable = 'client';

/** What tells clients with different keys apart; empty where the service is open. */
export function clientId(context: Context): string {
  const client: unknown = context.get(clientVariable);
  return typeof client === 'string' ? client : '';
}

function digestOf(key: string): Buffer {
  return createHash('sha256').update(key).digest();
}
