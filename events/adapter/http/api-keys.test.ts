import { describe, expect, test } from 'vitest';
import { problemIn } from '../../../test/fixtures/problem.js';
import { jsonRender } from '../../../test/fixtures/render-request.js';
import { runningAdapter } from '../../../test/fixtures/running-adapter.js';

const [first, second] = ['key-of-the-first-client', 'key-of-the-second-client'];
const bearing = (key: string) => ({ authorization: `Bearer ${key}` });

describe('API_KEYS', () => {
  test('rejects requests for jobs and portraits without a valid key', async () => {
    const { ask, sink } = await runningAdapter({ API_KEYS: `${first}, ${second}` });
    const wrong = ['', 'Bearer', `Bearer ${first}x`, `Bearer ${first.slice(1)}`, `Basic ${first}`, first];
    for (const authorization of wrong) {
      const response = await ask('/avatars', { headers: { authorization } });
      expect(response.headers.get('www-authenticate')).toBe('Bearer');
      await problemIn(response, 'unauthorized');
    }
    const others = ['/avatars/alice.png', '/status/job', '/status/job/events', '/previews/x'];
    for (const page of others) await problemIn(await ask(page), 'unauthorized');
    await problemIn(await ask('/render', jsonRender()), 'unauthorized');
    await problemIn(await ask('/render/job', { method: 'DELETE' }), 'unauthorized');
    expect(sink.events).toEqual([]);
  });

  test('accepts each of several keys, and requires none for probes and documents', async () => {
    const { ask } = await runningAdapter({ API_KEYS: `${first}, ${second}` });
    for (const headers of [bearing(first), bearing(second), { authorization: `bearer  ${first}` }]) {
      expect((await ask('/avatars', { headers })).status).toBe(200);
    }
    for (const page of ['/health/liveness', '/health/readiness', '/metrics', '/openapi.json', '/docs']) {
      expect([page, (await ask(page)).status]).toEqual([page, 200]);
    }
  });

  test('keeps the Idempotency-Keys of two clients separate', async () => {
    const { ask } = await runningAdapter({ API_KEYS: `${first},${second}` });
    const ids = await Promise.all(
      [first, first, second].map(async (key) => {
        const response = await ask('/render', jsonRender({}, { ...bearing(key), 'idempotency-key': 'k' }));
        return response.headers.get('location');
      }),
    );
    expect(ids[1]).toBe(ids[0]);
    expect(ids[2]).not.toBe(ids[0]);
  });
});

describe('RATE_LIMIT_PER_MINUTE', () => {
  test('counts the requests of each client, and responds with the time to wait', async () => {
    const { ask } = await runningAdapter({ API_KEYS: `${first},${second}`, RATE_LIMIT_PER_MINUTE: '3' });
    const status = async (key: string) => (await ask('/avatars', { headers: bearing(key) })).status;
    expect([await status(first), await status(first), await status(first)]).toEqual([200, 200, 200]);
    const refused = await ask('/avatars', { headers: bearing(first) });
    const wait = Number(refused.headers.get('retry-after'));
    expect(wait).toBeGreaterThan(0);
    expect(wait).toBeLessThanOrEqual(60);
    expect((await problemIn(refused, 'rate_limited')).details).toEqual({
      perMinute: 3,
      retryAfterSeconds: wait,
    });
    expect(await status(second)).toBe(200);
    expect((await ask('/health/liveness')).status).toBe(200);
  });

  test('identifies clients without a key by their address or the header of trusted proxies', async () => {
    // The client is the last address, the one before it, or the connection.
    for (const [TRUSTED_PROXIES, statuses] of [
      ['1', [200, 429, 200, 429]],
      ['2', [200, 200, 429, 200]],
      ['0', [200, 429, 429, 429]],
    ] as const) {
      const { ask } = await runningAdapter({ RATE_LIMIT_PER_MINUTE: '1', TRUSTED_PROXIES });
      const answers: number[] = [];
      for (const address of [
        '192.0.2.1, 192.0.2.8',
        '192.0.2.2, 192.0.2.8',
        '192.0.2.7, 192.0.2.2, 192.0.2.9',
        '192.0.2.3, 192.0.2.9',
      ]) {
        answers.push((await ask('/avatars', { headers: { 'x-forwarded-for': address } })).status);
      }
      expect([TRUSTED_PROXIES, answers]).toEqual([TRUSTED_PROXIES, statuses]);
    }
  });
});
