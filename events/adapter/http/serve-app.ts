import { once } from 'node:events';
import { IncomingMessage, ServerResponse, type Server } from 'node:http';
import type { Socket } from 'node:net';
import { createAdaptorServer } from '@hono/node-server';
import { errnoOf, RenderError } from '../../../errors/render-error.js';
import { answerEarly, cutSlowBodies, hasBody } from './request-bodies.js';

/** Answers requests. */
export interface App {
  /** @param env the connection of the request */
  readonly fetch: (request: Request, env?: object) => Response | Promise<Response>;
}

/** A listening server. */
export interface ListeningServer {
  readonly port: number;
  /** Accepts no new requests, lets those in flight finish, and aborts them after a while. */
  close(): Promise<void>;
}

const graceMs = 10_000;
/** Uploading a large voice over a slow line takes time, but headers must arrive within a minute. */
const maxRequestMs = 600_000;
/** Go proxies keep idle connections for 90 s; this server must not close them first. */
const idleMs = 95_000;

/**
 * Serves an application over HTTP.
 * @param port 0 for any free port
 * @param host the address to listen on; all addresses by default
 * @param basePath a prefix that the paths of requests may have
 * @throws RenderError `bad_setting` if the port cannot be used
 */
export async function serveApp(
  { fetch }: App,
  port: number,
  host?: string,
  basePath = '',
): Promise<ListeningServer> {
  const bytesBefore = new WeakMap<object, number>();
  const server = createAdaptorServer({
    async fetch(request, env) {
      const response = await fetch(request, env);
      const { incoming, outgoing } = env;
      const isEarly = incoming instanceof IncomingMessage && hasBody(incoming) && !incoming.complete;
      if (isEarly && outgoing instanceof ServerResponse) {
        const isLast = answerEarly(incoming, outgoing, bytesBefore.get(incoming) ?? 0);
        if (isLast) response.headers.set('connection', 'close');
      }
      return response;
    },
    // HTTP/1.0 has no Host header; load balancers probe with it.
    hostname: 'localhost',
  });
  if (isHttp(server)) {
    // Before the application sees the request.
    server.prependListener('request', (request: IncomingMessage) => {
      bytesBefore.set(request, request.socket.bytesRead);
      request.url = withoutBasePath(request.url ?? '/', basePath);
    });
    // Headers are limited in bytes (431). A limit of their number would drop the last ones, those of proxies.
    server.maxHeadersCount = 0;
    server.requestTimeout = maxRequestMs;
    server.keepAliveTimeout = idleMs;
    cutSlowBodies(server);
  }
  const closeUnused = isHttp(server) ? unusedConnections(server) : () => undefined;
  server.listen(port, host);
  await once(server, 'listening').catch((error: unknown) => {
    const why = errnoOf(error) ?? 'unknown';
    const words = why === 'EADDRINUSE' ? 'another process is using it' : why;
    throw new RenderError(
      'bad_setting',
      `Port ${String(port)} cannot be used: ${words}. Set PORT to another.`,
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

/** Proxies pass the prefix on or remove it. */
function withoutBasePath(url: string, basePath: string): string {
  const rest = url.slice(basePath.length);
  if (basePath === '' || !url.startsWith(basePath) || !/^([/?]|$)/.test(rest)) return url;
  // Redirected to the folder, to which the links of the page are relative.
  return rest.startsWith('/') ? rest : `//${rest}`;
}

/**
 * Closes idle connections, for which Node's own `close` would wait: those on which a browser has never
 * sent a request, and those kept alive after their last answer.
 * @returns a function that closes them now, and others as they become idle
 */
function unusedConnections(server: Server): () => void {
  const silent = new Set<Socket>();
  let closing = false;
  server.on('connection', (socket: Socket) => {
    silent.add(socket);
    socket.once('close', () => silent.delete(socket));
  });
  const closeIdle = () => {
    if (closing) setImmediate(() => server.closeIdleConnections());
  };
  server.on('request', (request: IncomingMessage, response: ServerResponse) => {
    silent.delete(request.socket);
    response.once('close', closeIdle);
    // The rest of a rejected body ends after its answer.
    request.once('end', closeIdle);
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
