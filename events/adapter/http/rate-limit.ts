import type { Context, MiddlewareHandler } from 'hono';
import { getConnInfo } from '@hono/node-server/conninfo';
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { RenderError } from '../../../errors/render-error.js';
import { clientId } from './api-keys.js';

/**
 * Limits how many requests each client, identified by its key or address, may make per minute. Each
 * replica counts separately.
 * @param trustedProxies how many proxies append to `X-Forwarded-For`; entries before theirs can be
 *   forged
 * @throws RenderError `rate_limited`, with the time until the next request is allowed
 */
export function rateLimit(perMinute: number, trustedProxies: number): MiddlewareHandler {
  const limiter = new RateLimiterMemory({ points: perMinute, duration: 60 });
  return async (context, next) => {
    await limiter.consume(bucketOf(context, trustedProxies)).catch((reason: unknown) => {
      const waitMs = reason instanceof RateLimiterRes ? reason.msBeforeNext : 1000;
      const retryAfterSeconds = Math.ceil(waitMs / 1000);
      throw new RenderError(
        'rate_limited',
        `The limit is ${String(perMinute)} requests per minute (RATE_LIMIT_PER_MINUTE). Try again in ${String(retryAfterSeconds)} s.`,
        { details: { perMinute, retryAfterSeconds } },
      );
    });
    await next();
  };
}

function bucketOf(context: Context, trustedProxies: number): string {
  const key = clientId(context);
  if (key !== '') return key;
  const addresses = context.req.header('x-forwarded-for')?.split(',') ?? [];
  // Fewer entries than proxies: the request bypassed them.
  const forwarded = trustedProxies === 0 ? undefined : addresses.at(-trustedProxies)?.trim();
  return forwarded ?? addressOf(context) ?? 'unknown';
}

function addressOf(context: Context): string | undefined {
  try {
    return getConnInfo(context).remote.address;
  } catch {
    // A request without a server, as in tests.
    return undefined;
  }
}
