import { Hono } from 'hono';
import { describe, expect, test } from 'vitest';
import { problemIn } from '../../../test/fixtures/problem.js';
import { requireApiKey } from './api-keys.js';
import { onError } from './problem.js';
import { ClientLimiter } from './rate-limit.js';

/** An application with a limit, which answers with the number of requests that have passed. */
function limited(perMinute: number, trustedProxies: number, keys: readonly string[] = []) {
  let passed = 0;
  const app = new Hono();
  app.onError((error) => onError(error, { error: () => undefined, info: () => undefined }));
  const limiter = new ClientLimiter(perMinute, trustedProxies);
  const known = keys.map((key) => ({ key, name: undefined, role: 'render' as const }));
  if (known.length > 0) app.use(requireApiKey(known, limiter));
  app.use(limiter.count);
  app.get('/', (context) => context.text(String(++passed)));
  return async (headers: Record<string, string> = {}) => app.request('/', { headers });
}

const via = (addresses: string) => ({ 'x-forwarded-for': addresses });

describe('ClientLimiter', () => {
  test('passes so many requests, and rejects the next with the time to wait', async () => {
    const ask = limited(2, 0);
    expect([await (await ask()).text(), await (await ask()).text()]).toEqual(['1', '2']);
    const refused = await ask();
    const wait = Number(refused.headers.get('retry-after'));
    expect(wait).toBeGreaterThan(0);
    expect(wait).toBeLessThanOrEqual(60);
    const problem = await problemIn(refused, 'rate_limited');
    expect(problem.details).toEqual({ perMinute: 2, retryAfterSeconds: wait });
    expect(problem.detail).toBe(
      `The limit is 2 requests per minute (RATE_LIMIT_PER_MINUTE). Try again in ${String(wait)} s.`,
    );
  });

  test('counts the clients of a trusted proxy apart', async () => {
    const ask = limited(1, 1);
    expect((await ask(via('1.1.1.1'))).status).toBe(200);
    expect((await ask(via('2.2.2.2'))).status).toBe(200);
    expect((await ask(via('1.1.1.1'))).status).toBe(429);
  });

  test('ignores addresses that a client has put before those of the proxies', async () => {
    const ask = limited(1, 2);
    expect((await ask(via('7.7.7.7, 1.1.1.1, 10.0.0.1'))).status).toBe(200);
    expect((await ask(via('8.8.8.8, 1.1.1.1, 10.0.0.1'))).status).toBe(429);
    expect((await ask(via('7.7.7.7, 2.2.2.2, 10.0.0.1'))).status).toBe(200);
  });

  test('ignores X-Forwarded-For without trusted proxies', async () => {
    const ask = limited(1, 0);
    expect((await ask(via('1.1.1.1'))).status).toBe(200);
    expect((await ask(via('2.2.2.2'))).status).toBe(429);
  });

  test('counts by key if there are keys', async () => {
    const ask = limited(1, 0, ['the-first-key', 'the-second-key']);
    const withKey = (key: string) => ask({ authorization: `Bearer ${key}` });
    expect((await withKey('the-first-key')).status).toBe(200);
    expect((await withKey('the-second-key')).status).toBe(200);
    expect((await withKey('the-first-key')).status).toBe(429);
  });

  test('refuses further keys of an address that has sent too many wrong ones, even the right key', async () => {
    const ask = limited(2, 1, ['the-right-key']);
    const withKey = (key: string, address: string) =>
      ask({ authorization: `Bearer ${key}`, ...via(address) });
    for (const guess of ['first', 'second']) expect((await withKey(guess, '1.1.1.1')).status).toBe(401);
    const refused = await withKey('third', '1.1.1.1');
    expect((await problemIn(refused, 'rate_limited')).detail).toMatch(
      /^The limit is 2 wrong keys per minute/,
    );
    expect((await withKey('the-right-key', '1.1.1.1')).status).toBe(429);
    expect((await withKey('the-right-key', '2.2.2.2')).status).toBe(200);
  });
});
