import { SpanKind } from '@opentelemetry/api';
import { hasActiveSpan, inSpan } from '../config/tracing.js';
import type { Store } from './store.js';

/**
 * A store whose requests are spans, as parts of a job or an answer. Heartbeats and sweeps, which belong to
 * neither, make none. A list is not traced: its caller reads it in pages, between other work.
 */
export function tracedStore(store: Store): Store {
  const traced = <T>(operation: string, key: string, request: () => Promise<T>): Promise<T> =>
    hasActiveSpan()
      ? inSpan(
          `store ${operation}`,
          { kind: SpanKind.CLIENT, attributes: { 'avatar.store.key': key } },
          request,
        )
      : request();
  return {
    url: store.url,
    put: (key, body, options) => traced('put', key, () => store.put(key, body, options)),
    get: (key, range) => traced('get', key, () => store.get(key, range)),
    head: (key) => traced('head', key, () => store.head(key)),
    list: (prefix, after) => store.list(prefix, after),
    delete: (key) => traced('delete', key, () => store.delete(key)),
    sign: (key, options) => traced('sign', key, () => store.sign(key, options)),
  };
}
