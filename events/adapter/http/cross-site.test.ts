import os from 'node:os';
import { Hono } from 'hono';
import { describe, expect, test } from 'vitest';
import { problemIn } from '../../../test/fixtures/problem.js';
import { isLoopbackHost, refuseCrossSite } from './cross-site.js';
import { onError } from './problem.js';

function guarded(isLoopback: boolean, corsOrigins: readonly string[] = []) {
  const app = new Hono();
  app.onError((error) => onError(error, { error: () => undefined, info: () => undefined }));
  app.use(refuseCrossSite(corsOrigins, isLoopback));
  app.all('/', (context) => context.text('done'));
  return (headers: Record<string, string>, method = 'POST') => app.request('/', { method, headers });
}

const page = { host: 'localhost:8080', origin: 'http://localhost:8080' };

describe('refuseCrossSite on a service that only this machine reaches', () => {
  const ask = guarded(true);

  test.each([
    ['the page itself', { ...page, 'sec-fetch-site': 'same-origin' }],
    ['the page in a browser without Sec-Fetch-Site', page],
    [
      'the page through a proxy that renames the host',
      { ...page, host: '127.0.0.1:1', 'sec-fetch-site': 'same-origin' },
    ],
    ['curl', { host: 'localhost:8080' }],
    ['an address', { host: '192.168.1.7:8080' }],
    ['an address of IPv6', { host: '[::1]:8080' }],
    ['the name of the machine', { host: `${os.hostname()}:8080` }],
    ['a name below localhost', { host: 'avatar.localhost:8080' }],
  ])('accepts %s', async (_, headers) => {
    expect((await ask(headers)).status).toBe(200);
  });

  test.each([
    ['a form of another site', { ...page, origin: 'http://evil.example', 'sec-fetch-site': 'cross-site' }],
    ['another origin without Sec-Fetch-Site', { ...page, origin: 'http://evil.example' }],
    ['an opaque origin', { ...page, origin: 'null' }],
    ['another port', { ...page, origin: 'http://localhost:3000' }],
    ['a host that was rebound', { host: 'evil.example:8080', origin: 'http://evil.example:8080' }],
    ['a host that starts like an address', { host: '127.0.0.1.evil.example' }],
    ['a broken host', { host: 'a b' }],
  ])('refuses %s', async (_, headers) => {
    await problemIn(await ask(headers), 'origin_refused');
  });

  test('lets another site read nothing under a rebound name, and leaves reading otherwise to CORS', async () => {
    expect((await ask({ host: 'evil.example' }, 'GET')).status).toBe(403);
    expect((await ask({ ...page, 'sec-fetch-site': 'cross-site' }, 'GET')).status).toBe(200);
  });

  test('accepts the origins of CORS_ORIGINS', async () => {
    const headers = { ...page, origin: 'https://app.example', 'sec-fetch-site': 'cross-site' };
    expect((await guarded(true, ['https://app.example'])(headers)).status).toBe(200);
    expect((await guarded(true, ['*'])(headers)).status).toBe(200);
    expect((await guarded(true, ['https://other.example'])(headers)).status).toBe(403);
  });
});

test('refuseCrossSite on other services refuses cross-site writes, and accepts every Host', async () => {
  const ask = guarded(false);
  expect((await ask({ host: 'avatar.example', origin: 'https://avatar.example' })).status).toBe(200);
  expect((await ask({ host: 'internal:8080', origin: 'https://avatar.example' })).status).toBe(200);
  await problemIn(await ask({ host: 'avatar.example', 'sec-fetch-site': 'cross-site' }), 'origin_refused');
});

test('isLoopbackHost knows the addresses that only this machine reaches', () => {
  expect(['127.0.0.1', '127.1.2.3', '::1', 'localhost'].map(isLoopbackHost)).toEqual(Array(4).fill(true));
  expect([undefined, '0.0.0.0', '::', '10.0.0.1'].map(isLoopbackHost)).toEqual(Array(4).fill(false));
});
