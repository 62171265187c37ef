import { once } from 'node:events';
import { createServer } from 'node:http';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { describe, expect, onTestFinished, test } from 'vitest';
import { RenderError } from '../errors/render-error.js';
import { serve } from '../test/fixtures/web-server.js';
import { guardedRequest, type GuardedRequest } from './guarded-request.js';
import { proxyFor } from './proxy.js';

/** A public address; the proxy of the tests connects to a server of the test in its place. */
const publicUrl = new URL('http://93.184.215.14/voice.wav');

/** A proxy that answers CONNECT with `status`, and connects to `server` whatever the target is. */
async function startProxy(server: string, status = 200) {
  const targets: [target: string | undefined, authorization: string | undefined][] = [];
  const proxy = createServer((_, response) => response.writeHead(405).end());
  proxy.on('connect', (request, socket) => {
    targets.push([request.url, request.headers['proxy-authorization']]);
    if (status !== 200) {
      socket.end(`HTTP/1.1 ${String(status)} Refused\r\n\r\n`);
      return;
    }
    const upstream = connect(Number(new URL(server).port), '127.0.0.1', () => {
      socket.write('HTTP/1.1 200 Connection Established\r\n\r\n');
      upstream.pipe(socket).pipe(upstream);
    });
    for (const side of [upstream, socket]) side.on('error', () => upstream.destroy());
  });
  proxy.listen(0, '127.0.0.1');
  await once(proxy, 'listening');
  onTestFinished(() => {
    proxy.closeAllConnections();
    proxy.close();
  });
  const address = proxy.address();
  if (address === null || typeof address === 'string') throw new TypeError('a proxy without a port');
  return { targets, url: `http://user:p%40ss@127.0.0.1:${String(address.port)}` };
}

function ask(url: URL, more: Partial<GuardedRequest>) {
  return guardedRequest(url, {
    allowed: 'off',
    createAddressError: (hostname, addresses) =>
      new RenderError('voice_url_refused', `${hostname} is ${addresses.join()}`),
    signal: new AbortController().signal,
    headers: {},
    ...more,
  });
}

const hello = () =>
  serve((request, response) => response.end(`${request.headers.host ?? ''} ${request.url ?? ''}`));

describe('guardedRequest with a proxy', () => {
  test('connects through it to the checked address', async () => {
    const { targets, url } = await startProxy(await hello());
    const answer = await ask(publicUrl, { proxies: { HTTP_PROXY: url } });
    expect(await text(answer)).toBe('93.184.215.14 /voice.wav');
    expect(targets).toEqual([['93.184.215.14:80', `Basic ${btoa('user:p@ss')}`]]);
  });

  test('asks it for the port of https', async () => {
    const { targets, url } = await startProxy(await hello(), 403);
    const asking = ask(new URL('https://93.184.215.14/'), { proxies: { HTTPS_PROXY: url } });
    await expect(asking).rejects.toThrow('the proxy answered 403');
    expect(targets.map(([target]) => target)).toEqual(['93.184.215.14:443']);
  });

  test('refuses a private address without asking the proxy', async () => {
    const { targets, url } = await startProxy(await hello());
    for (const private_ of ['http://127.0.0.1/', 'http://localhost/', 'http://169.254.169.254/']) {
      await expect(ask(new URL(private_), { proxies: { HTTP_PROXY: url } })).rejects.toThrow(/ is /);
    }
    expect(targets).toEqual([]);
  });

  test('reaches private addresses that are allowed, and hosts of NO_PROXY, directly', async () => {
    const server = await hello();
    const { targets, url } = await startProxy(server, 500);
    const local = await ask(new URL(server), { allowed: 'loopback', proxies: { HTTP_PROXY: url } });
    expect(await text(local)).toBe(`${new URL(server).host} /`);
    expect(targets).toEqual([]);
  });
});

test.each([
  ['http://example.com/', 'http://a:1/'],
  ['https://example.com/', 'http://b:2/'],
  ['https://internal.example.org/', undefined],
  ['https://example.org/', undefined],
  ['https://notexample.org/', 'http://b:2/'],
  ['https://example.net:8443/', undefined],
  ['https://example.net/', 'http://b:2/'],
  ['http://10.0.0.1/', undefined],
])('the proxy for %s is %s', (url, proxy) => {
  const NO_PROXY = '.example.org, example.net:8443,10.0.0.1';
  const settings = { HTTP_PROXY: 'http://a:1', HTTPS_PROXY: 'http://b:2', NO_PROXY };
  expect(proxyFor(new URL(url), settings)?.href).toBe(proxy);
  expect(proxyFor(new URL(url), { ...settings, NO_PROXY: '*' })).toBeUndefined();
  expect(proxyFor(new URL(url), {})).toBeUndefined();
});
