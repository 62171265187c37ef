import type { Context, MiddlewareHandler } from 'hono';
import { getConnInfo } from '@hono/node-server/conninfo';
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { RenderError } from '../../../errors/render-error.js';
import { clientId } from './api-keys.js';

/**
 * Lets each client, known by its key or its address, make so many requests a minute. Counted in this
 * process alone: of several replicas each lets as many through.
 * @param trustedProxies how many proxies add to `X-Forwarded-For`; what stands before, anybody can write
 * @throws RenderError `rate_limited`, with the time after which there is room again
 */
export function rateLimit(perMinute: number, trustedProxies: number): MiddlewareHandler {
  const limiter = new RateLimiterMemory({ points: perMinute, duration: 60 });
  return async (context, next) => {
    await limiter.consume(bucketOf(context, trustedProxies)).catch((refusal: unknown) => {
      const waitMs = refusal instanceof RateLimiterRes ? refusal.msBeforeNext : 1000;
      const retryAfterSeconds = Math.ceil(waitMs / 1000);
      throw new RenderError(
        'rate_limited',
        `${String(perMinute)} requests a minute are allowed (RATE_LIMIT_PER_MINUTE); try again in ${String(retryAfterSeconds)} s`,
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
  // Fewer than there should be, and the request went around the proxies.
  const forwarded = trustedProxies === 0 ? undefined : addresses.at(-trustedProxies)?.trim();
  return forwarded ?? addressOf(context) ?? 'unknown';
}

function addressOf(context: Context): string | undefined {
  try {
    return getConnInfo(context).remote.address;
  } catch {
    // A request that came without a server, as tests make them.
    return undefined;
  }
}
