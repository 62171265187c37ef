import type { Context, MiddlewareHandler } from 'hono';
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { RenderError } from '../../../errors/render-error.js';
import { clientAddress, clientOf } from './client-identity.js';

/**
 * Limits how many requests each client, identified by its key or address, may make per minute, and how many wrong
 * keys each address may send. Each replica counts separately.
 */
export class ClientLimiter {
  readonly #requests: RateLimiterMemory;
  readonly #failures: RateLimiterMemory;
  readonly #wrongKeys: RateLimiterMemory;
  readonly #perMinute: number;
  readonly #trustedProxies: number;

  /**
   * @param trustedProxies how many proxies append to `X-Forwarded-For`; entries before theirs can be
   *   forged
   */
  constructor(perMinute: number, trustedProxies: number) {
    this.#perMinute = perMinute;
    this.#trustedProxies = trustedProxies;
    this.#requests = new RateLimiterMemory({ points: perMinute, duration: 60 });
    this.#failures = new RateLimiterMemory({ points: perMinute, duration: 60 });
    this.#wrongKeys = new RateLimiterMemory({ points: perMinute, duration: 60 });
  }

  /** Counts every request. Throws `rate_limited`, with the time until the next request is allowed. */
  readonly count: MiddlewareHandler = async (context, next) => {
    const client = clientOf(context, this.#trustedProxies);
    await this.#requests.consume(client).catch((reason: unknown) => {
      throw this.#limited('requests', reason instanceof RateLimiterRes ? reason.msBeforeNext : 1000);
    });
    await next();
  };

  /**
   * Counts only requests that fail, for routes that a client uses every second when they succeed. Throws
   * `rate_limited` after too many.
   */
  readonly countFailures: MiddlewareHandler = async (context, next) => {
    const client = clientOf(context, this.#trustedProxies);
    const failed = await this.#failures.get(client);
    if (failed && failed.consumedPoints >= this.#perMinute)
      throw this.#limited('failed requests', failed.msBeforeNext);
    await next();
    // The next request is refused; this one is answered.
    if (context.res.status >= 400) await this.#failures.consume(client).catch(() => undefined);
  };

  /** @throws RenderError `rate_limited` if the address has sent too many wrong keys */
  async checkAddress(context: Context): Promise<void> {
    const sent = await this.#wrongKeys.get(clientAddress(context, this.#trustedProxies));
    if (sent && sent.consumedPoints >= this.#perMinute) throw this.#limited('wrong keys', sent.msBeforeNext);
  }

  /** Counts a wrong key. */
  async countAddress(context: Context): Promise<void> {
    // The next request is refused; this one is answered.
    await this.#wrongKeys.consume(clientAddress(context, this.#trustedProxies)).catch(() => undefined);
  }

  #limited(what: string, waitMs: number): RenderError {
    const retryAfterSeconds = Math.ceil(waitMs / 1000);
    return new RenderError(
      'rate_limited',
      `The limit is ${String(this.#perMinute)} ${what} per minute (RATE_LIMIT_PER_MINUTE). Try again in ${String(retryAfterSeconds)} s.`,
      { details: { perMinute: this.#perMinute, retryAfterSeconds } },
    );
  }
}
