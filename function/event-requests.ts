import { subscribe } from 'node:diagnostics_channel';
import type { IncomingMessage } from 'node:http';
import type { Logger } from '../config/logger.js';
import { requestIdFrom, runInRequest } from '../config/request-scope.js';
import { errorTable } from '../errors/table.js';
import { toRenderError } from '../errors/render-error.js';
import { serializeEvent } from '../events/contract/events.js';
import type { OpenRequests } from './open-requests.js';
import { encodeAttribute, isAttribute } from '../events/contract/http-binding.js';
import { readEvent } from '../events/contract/read-event.js';

/** Go proxies, such as Knative's, keep idle connections for 90 s; this server must not close them first. */
const idleMs = 95_000;

/*
 * The runtime looks media types up literally, takes a broken event for a plain request (204), and
 * answers invalid events 500, so that a Broker retries them without effect. Its HTTP server, fastify,
 * publishes itself on a diagnostics channel for adding hooks: events are read here, and the runtime
 * gets them in the one form that it always understands.
 */

/** The parts of a fastify request, reply, and server that are used here. */
interface RuntimeRequest {
  readonly raw: IncomingMessage;
  readonly method: string;
  readonly is404: boolean;
  body: unknown;
}
interface RuntimeReply {
  code(status: number): RuntimeReply;
  header(name: string, value: string): RuntimeReply;
  type(mediaType: string): RuntimeReply;
  send(text: string): RuntimeReply;
  getHeaders(): Readonly<Record<string, unknown>>;
}
interface RuntimeServer {
  readonly server: { keepAliveTimeout: number };
  addHook(
    name: 'onRequest' | 'preHandler' | 'onSend' | 'onResponse' | 'onRequestAbort',
    hook: (request: RuntimeRequest, reply: RuntimeReply) => Promise<unknown>,
  ): void;
  addHook(
    name: 'preHandler',
    hook: (request: RuntimeRequest, reply: RuntimeReply, done: () => void) => void,
  ): void;
}

/** Reads the events of the next HTTP server that starts in this process; called before the runtime's starts. */
export function readEventsOfRuntime(log: Logger, open: OpenRequests): void {
  subscribe('fastify.initialization', (message) => {
    if (!isInitialization(message)) return;
    message.fastify.server.keepAliveTimeout = idleMs;
    addHooks(message.fastify, log, open);
  });
}

function addHooks(server: RuntimeServer, log: Logger, open: OpenRequests): void {
  const contentTypes = new WeakMap<RuntimeRequest, string>();
  const requestIds = new WeakMap<RuntimeRequest, string>();
  // No parser of the server may look at the body first: they answer broken JSON in their own words.
  server.addHook('onRequest', (request, reply) => {
    if (isForFunction(request)) open.add(request);
    const { headers } = request.raw;
    const requestId = requestIdFrom(headers['x-request-id']);
    requestIds.set(request, requestId);
    reply.header('x-request-id', requestId);
    const origin = headers['webhook-request-origin'];
    if (request.method === 'OPTIONS' && typeof origin === 'string') {
      return Promise.resolve(allowOrigin(reply, origin));
    }
    if (headers['content-type'] !== undefined) contentTypes.set(request, headers['content-type']);
    if (isForFunction(request)) headers['content-type'] = 'application/octet-stream';
    return Promise.resolve();
  });
  for (const end of ['onResponse', 'onRequestAbort'] as const) {
    server.addHook(end, (request) => {
      open.delete(request);
      return Promise.resolve();
    });
  }
  server.addHook('onSend', (_request, reply) => {
    encodeReply(reply);
    return Promise.resolve();
  });
  // Only now: the body arrives in the context of its connection.
  server.addHook('preHandler', (request, _reply, done) => {
    runInRequest(requestIds.get(request) ?? requestIdFrom(undefined), done);
  });
  server.addHook('preHandler', (request, reply) => {
    if (!isForFunction(request)) return Promise.resolve();
    const { headers } = request.raw;
    const { body } = request;
    try {
      const event = readEvent({
        headers: { ...headers, 'content-type': contentTypes.get(request) },
        body: body instanceof Uint8Array ? body : new Uint8Array(),
      });
      if (event) {
        headers['content-type'] = 'application/cloudevents+json';
        delete headers['content-encoding'];
        request.body = serializeEvent(event);
      }
      return Promise.resolve();
    } catch (thrown) {
      const { code, message } = toRenderError(thrown);
      log.warn({ event: 'event.rejected', code }, message);
      const { status } = errorTable[code];
      return Promise.resolve(
        reply.code(status).type('text/plain; charset=utf-8').send(`${code}: ${message}`),
      );
    }
  });
}

/** Encodes the attributes of a reply, which the runtime writes as they are. */
function encodeReply(reply: RuntimeReply): void {
  for (const [name, value] of Object.entries(reply.getHeaders())) {
    if (isAttribute(name) && typeof value === 'string') reply.header(name, encodeAttribute(value));
  }
}

/**
 * Agrees to receive events from a sender that asks first, such as Azure Event Grid (CloudEvents, HTTP
 * 1.1 Web Hooks, § 4). Who can reach the function is up to the network.
 */
function allowOrigin(reply: RuntimeReply, origin: string): RuntimeReply {
  return reply
    .code(200)
    .header('webhook-allowed-origin', origin)
    .header('webhook-allowed-rate', '*')
    .header('allow', 'POST')
    .send('');
}

function isForFunction({ method, is404 }: RuntimeRequest): boolean {
  return method === 'POST' && !is404;
}

function isInitialization(message: unknown): message is { readonly fastify: RuntimeServer } {
  if (!(message instanceof Object) || !('fastify' in message)) return false;
  const { fastify } = message;
  return fastify instanceof Object && 'addHook' in fastify && typeof fastify.addHook === 'function';
}
