import { once } from 'node:events';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { createAdaptorServer } from '@hono/node-server';
import { errnoOf, RenderError } from '../../../errors/render-error.js';

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
/** A large voice over a slow line takes its time; headers must still be there within a minute. */
const longestRequestMs = 600_000;
/** Proxies written in Go keep idle connections for 90 s: who closes first must not be this server. */
const idleMs = 95_000;

/**
 * Serves an application over HTTP.
 * @param port 0 for any that is free
 * @param host where to listen; all addresses unless given
 * @throws RenderError `bad_setting` where the port is not to be had
 */
export async function serveApp({ fetch }: App, port: number, host?: string): Promise<ListeningServer> {
  const server = createAdaptorServer({ fetch: (request) => fetch(request) });
  if (isHttp(server)) {
    server.requestTimeout = longestRequestMs;
    server.keepAliveTimeout = idleMs;
  }
  const closeUnused = isHttp(server) ? unusedConnections(server) : () => undefined;
  server.listen(port, host);
  await once(server, 'listening').catch((error: unknown) => {
    const why = errnoOf(error) ?? 'unknown';
    const words = why === 'EADDRINUSE' ? 'another process listens there' : why;
    throw new RenderError(
      'bad_setting',
      `port ${String(port)} cannot be had: ${words}; choose another (PORT)`,
      {
        cause: error,
      },
    );
  });
  const address = server.address();
  return {
    port: typeof address === 'object' && address !== null ? address.port : port,
    async close() {
      const closed = once(server, 'close');
      server.close();
      if (isHttp(server)) {
        closeUnused();
        setTimeout(() => server.closeAllConnections(), graceMs).unref();
      }
      await closed;
    },
  };
}

/**
 * Node's own `close` waits for connections that nobody uses: those on which nothing was ever asked, as
 * browsers keep them ready, and those that are kept alive after an answer that was still to be given.
 * @returns what closes them, now and as they fall idle
 */
function unusedConnections(server: Server): () => void {
  const silent = new Set<Socket>();
  let closing = false;
  server.on('connection', (socket: Socket) => {
    silent.add(socket);
    socket.once('close', () => silent.delete(socket));
  });
  server.on('request', ({ socket }: IncomingMessage, response: ServerResponse) => {
    silent.delete(socket);
    response.once('close', () => {
      if (closing) setImmediate(() => server.closeIdleConnections());
    });
  });
  return () => {
    closing = true;
    server.closeIdleConnections();
    for (const socket of silent) socket.destroy();
  };
}

function isHttp(server: object): server is Server {
  return 'closeAllConnections' in server;
}
