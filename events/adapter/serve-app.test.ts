import { expect, test } from 'vitest';
import { serveApp } from './serve-app.js';

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
  const startMs = performance.now();
  await closed;
  // Far less than what a request that does not end is given.
  expect(performance.now() - startMs).toBeLessThan(3000);
});
