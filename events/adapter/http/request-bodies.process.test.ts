import { EventEmitter, once } from 'node:events';
import net from 'node:net';
import http from 'node:http';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, onTestFinished, test } from 'vitest';
import { cutSlowBodies } from './request-bodies.js';
import { serveApp } from './serve-app.js';

/** A connection, and what it has received. */
async function connected(port: number) {
  const socket = net.connect(port, '127.0.0.1');
  onTestFinished(() => void socket.destroy());
  await once(socket, 'connect');
  let received = '';
  const changes = new EventEmitter();
  socket.on('data', (chunk: Buffer) => {
    received += chunk.toString('latin1');
    changes.emit('change');
  });
  socket.on('error', () => undefined);
  // `once` would reject with the error of a connection that is reset.
  const closed = new Promise((resolve) => socket.once('close', resolve));
  const receive = async (pattern: RegExp) => {
    while (!pattern.test(received)) await once(changes, 'change');
    return received;
  };
  return { socket, receive, closed };
}

/** Refuses every POST without reading it, or after its first bytes. */
async function refusing(readsFirst: boolean) {
  const server = await serveApp(
    {
      async fetch(request) {
        if (request.method === 'GET') return new Response('second');
        if (readsFirst) await request.body?.getReader().read();
        return new Response('refused', { status: 413 });
      },
    },
    0,
    '127.0.0.1',
  );
  onTestFinished(() => server.close());
  return server;
}

const post = (length: number) =>
  `POST / HTTP/1.1\r\nhost: x\r\ncontent-type: text/plain\r\ncontent-length: ${String(length)}\r\n\r\n`;
const get = 'GET / HTTP/1.1\r\nhost: x\r\n\r\n';

describe('a request that is answered before its body has arrived', () => {
  test.each([true, false])(
    'is followed by others on its connection once the rest is there (%#)',
    async (readsFirst) => {
      const { socket, receive } = await connected((await refusing(readsFirst)).port);
      socket.write(post(300_000));
      socket.write(Buffer.alloc(200_000));
      const refusal = await receive(/refused/);
      expect(refusal).toMatch(/^HTTP\/1\.1 413/);
      expect(refusal).not.toMatch(/connection: close/i);
      // The HTTP library would cut the connection after half a second.
      await sleep(700);
      socket.write(Buffer.alloc(100_000));
      socket.write(get);
      expect(await receive(/second/)).toMatch(/HTTP\/1\.1 200/);
    },
  );

  test('ends its connection if the rest is long, after the client has read the answer', async () => {
    const { socket, receive, closed } = await connected((await refusing(true)).port);
    socket.write(post(100_000_000));
    socket.write(Buffer.alloc(4_000_000));
    expect(await receive(/refused/)).toMatch(/connection: close/i);
    await closed;
  });
});

test('a probe in HTTP/1.0 needs no Host', async () => {
  const { socket, receive } = await connected((await refusing(false)).port);
  socket.write('GET /health HTTP/1.0\r\n\r\n');
  expect(await receive(/second/)).toMatch(/^HTTP\/1\.1 200/);
});

describe('cutSlowBodies', () => {
  async function slowServer(read: (request: http.IncomingMessage) => Promise<unknown>) {
    const server = http.createServer((request, response) => {
      read(request).then(
        () => response.end('read'),
        () => undefined,
      );
    });
    cutSlowBodies(server, { intervalMs: 50, minBytes: 100 });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    onTestFinished(() => void server.close());
    const address = server.address();
    return typeof address === 'object' && address !== null ? address.port : 0;
  }

  test('cuts a body of which a byte arrives now and then', async () => {
    const { socket, closed } = await connected(await slowServer(text));
    socket.write(post(1000));
    const timer = setInterval(() => socket.write('x'), 20);
    await closed;
    clearInterval(timer);
  });

  test('keeps a steady body, one that this process does not read, and an answer that takes long', async () => {
    const port = await slowServer(async (request) => {
      await sleep(400);
      return text(request);
    });
    const { socket, receive } = await connected(port);
    socket.write(post(100_000));
    socket.write('x'.repeat(100_000));
    await receive(/read/);
    socket.write(get);
    await receive(/read[^]*read/);
  });
});
