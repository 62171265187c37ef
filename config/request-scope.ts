import { AsyncLocalStorage } from 'node:async_hooks';
import { randomUUID } from 'node:crypto';

/** Fields that every log line has which is written while a request is answered. */
interface RequestScope {
  readonly requestId: string;
}

const scopes = new AsyncLocalStorage<RequestScope>();

/** Ids of clients go into the log and into headers, so they are short and harmless. */
const clientId = /^[\w.:/+=-]{1,64}$/;

/** The id that a client or a proxy sent as `X-Request-Id`, or a new one if that is missing or invalid. */
export function requestIdFrom(header: unknown): string {
  return typeof header === 'string' && clientId.test(header) ? header : randomUUID();
}

/** Runs the answer to a request; all log lines that it causes get the id. */
export function runInRequest<T>(requestId: string, answer: () => T): T {
  return scopes.run({ requestId }, answer);
}

/** The request that is being answered; an empty object outside of requests. */
export function currentRequest(): Partial<RequestScope> {
  return scopes.getStore() ?? {};
}
