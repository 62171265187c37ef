import { once } from 'node:events';
import type { Server } from 'node:http';
import { createAdaptorServer } from '@hono/node-server';

/** Answers requests. */
export interface App {
  readonly fetch: (request: Request) => Response | Promise<Response>;
}

/** A server that listens. */
export interface ListeningServer {
  readonly port: number;
  /** Takes no new requests, lets those in flight end, and cuts them after a while. */
  close(): Promise<void>;
}

const graceMs = 10_000;

/**
 * Serves an application over HTTP.
 * @param port 0 for any that is free
 * @param host where to listen; all addresses unless given
 */
export async function serveApp({ fetch }: App, port: number, host?: string): Promise<ListeningServer> {
  const server = createAdaptorServer({ fetch: (request) => fetch(request) });
  server.listen(port, host);
  await once(server, 'listening');
  const address = server.address();
  return {
    port: typeof address === 'object' && address !== null ? address.port : port,
    async close() {
      const closed = once(server, 'close');
      server.close();
      if (isHttp(server)) {
        server.closeIdleConnections();
        setTimeout(() => server.closeAllConnections(), graceMs).unref();
      }
      await closed;
    },
  };
}

function isHttp(server: object): server is Server {
  return 'closeAllConnections' in server;
}
