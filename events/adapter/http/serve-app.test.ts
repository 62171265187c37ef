import { EventEmitter, once } from 'node:events';
import net from 'node:net';
import { getConnInfo } from '@hono/node-server/conninfo';
import { Hono } from 'hono';
import { beforeEach, expect, onTestFinished, test, vi } from 'vitest';
import { z } from 'zod';
import { serveApp } from './serve-app.js';

/** A server aborts what does not end by itself after a while, by a timer; here that never happens. */
beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout'] });
  onTestFinished(() => void vi.useRealTimers());
});

async function connected(port: number): Promise<net.Socket> {
  const socket = net.connect(port, '127.0.0.1');
  await once(socket, 'connect');
  return socket;
}

test('serveApp closes idle connections when it closes', async () => {
  const server = await serveApp({ fetch: () => new Response('here') }, 0, '127.0.0.1');
  const unused = await connected(server.port);
  const keptAlive = await connected(server.port);
  keptAlive.write('GET / HTTP/1.1\r\nhost: x\r\n\r\n');
  await once(keptAlive, 'data');
  await Promise.all([server.close(), once(unused, 'close'), once(keptAlive, 'close')]);
});

test('serveApp closes a connection on which the rest of a rejected body arrives while it closes', async () => {
  const server = await serveApp({ fetch: () => new Response('no', { status: 413 }) }, 0, '127.0.0.1');
  const client = await connected(server.port);
  client.write('POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 9\r\n\r\nfirst');
  await once(client, 'data');
  const closed = server.close();
  client.write('rest');
  await Promise.all([closed, once(client, 'close')]);
});

test('serveApp reads the last of thousands of headers', async () => {
  const app = { fetch: ({ headers }: Request) => new Response(headers.get('x-last')) };
  const server = await serveApp(app, 0, '127.0.0.1');
  const client = await connected(server.port);
  client.write(`GET / HTTP/1.1\r\nhost: x\r\n${'a:\r\n'.repeat(3000)}x-last: here\r\n\r\n`);
  const [answer] = z.tuple([z.instanceof(Buffer)]).parse(await once(client, 'data'));
  expect(answer.toString()).toMatch(/^HTTP\/1\.1 200 [^]*here$/);
  client.destroy();
  await server.close();
});

test('serveApp completes a request in flight before it closes', async () => {
  const requests = new EventEmitter();
  const app = {
    async fetch() {
      requests.emit('received');
      await once(requests, 'answer');
      return new Response('done');
    },
  };
  const server = await serveApp(app, 0, '127.0.0.1');
  const received = once(requests, 'received');
  const answered = fetch(`http://127.0.0.1:${String(server.port)}/`).then((response) => response.text());
  await received;
  const closed = server.close();
  requests.emit('answer');
  expect(await answered).toBe('done');
  await closed;
});

test('serveApp completes a response in progress, and accepts no other request while it closes', async () => {
  let resume: () => void = () => undefined;
  const waited = new Promise<void>((resolve) => {
    resume = resolve;
  });
  const body = new ReadableStream({
    async start(controller) {
      controller.enqueue(Buffer.from('one half, '));
      await waited;
      controller.enqueue(Buffer.from('and the other'));
      controller.close();
    },
  });
  const server = await serveApp({ fetch: () => new Response(body) }, 0, '127.0.0.1');
  const url = `http://127.0.0.1:${String(server.port)}/`;
  const response = await fetch(url);
  const closed = server.close();
  await expect(fetch(url)).rejects.toThrow();
  resume();
  expect(await response.text()).toBe('one half, and the other');
  await closed;
});

test('serveApp names a port that is in use, and the setting to change', async () => {
  const server = await serveApp({ fetch: () => new Response() }, 0, '127.0.0.1');
  await expect(serveApp({ fetch: () => new Response() }, server.port, '127.0.0.1')).rejects.toMatchObject({
    code: 'bad_setting',
    message: `Port ${String(server.port)} cannot be used: another process is using it. Set PORT to another.`,
  });
  await server.close();
});

test('serveApp tells the application the address of each client', async () => {
  const app = new Hono().get('/', (context) =>
    context.text(getConnInfo(context).remote.address ?? 'unknown'),
  );
  const server = await serveApp(app, 0, '127.0.0.1');
  onTestFinished(() => server.close());
  expect(await (await fetch(`http://127.0.0.1:${String(server.port)}/`)).text()).toBe('127.0.0.1');
});
