import { EventEmitter, once } from 'node:events';
import net from 'node:net';
import { beforeEach, expect, onTestFinished, test, vi } from 'vitest';
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

test('a server that ends does not wait for connections on which nothing was asked', async () => {
  const server = await serveApp({ fetch: () => new Response('here') }, 0, '127.0.0.1');
  const silent = await connected(server.port);
  const kept = await connected(server.port);
  kept.write('GET / HTTP/1.1\r\nhost: x\r\n\r\n');
  await once(kept, 'data');
  await Promise.all([server.close(), once(silent, 'close'), once(kept, 'close')]);
});

test('a server that ends lets the request in flight finish', async () => {
  const requests = new EventEmitter();
  const app = {
    async fetch() {
      requests.emit('asked');
      await once(requests, 'answer');
      return new Response('done');
    },
  };
  const server = await serveApp(app, 0, '127.0.0.1');
  const asked = once(requests, 'asked');
  const answered = fetch(`http://127.0.0.1:${String(server.port)}/`).then((response) => response.text());
  await asked;
  const closed = server.close();
  requests.emit('answer');
  expect(await answered).toBe('done');
  await closed;
});

test('a server that closes lets an answer under way end, and keeps no connection for another', async () => {
  let goOn: () => void = () => undefined;
  const waited = new Promise<void>((resolve) => {
    goOn = resolve;
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
  goOn();
  expect(await response.text()).toBe('one half, and the other');
  await closed;
});

test('a port that is taken is named, with the way out', async () => {
  const server = await serveApp({ fetch: () => new Response() }, 0, '127.0.0.1');
  await expect(serveApp({ fetch: () => new Response() }, server.port, '127.0.0.1')).rejects.toMatchObject({
    code: 'bad_setting',
    message: `Port ${String(server.port)} cannot be used: another process is using it. Set PORT to another.`,
  });
  await server.close();
});
