import { SpanKind } from '@opentelemetry/api';
import type { MiddlewareHandler } from 'hono';
import { routePath } from 'hono/route';
import { inSpan, isTracing } from '../../../config/tracing.js';
import { readTrace } from '../../contract/lineage.js';

/** What asks every few seconds would fill the traces. */
const untraced = /^\/(health\/|metrics$)/;

/**
 * Answers each request in a span, which continues the trace of the client or event.
 * @see OpenTelemetry, Semantic conventions for HTTP spans
 */
export function traceRequests(): MiddlewareHandler {
  return async (context, next) => {
    const { method, path } = context.req;
    if (!isTracing() || untraced.test(path)) return next();
    // An event has its trace in its attributes; the header of its request may be a Broker's own.
    const prefix = context.req.header('ce-traceparent') === undefined ? '' : 'ce-';
    const header = (name: string) => context.req.header(prefix + name);
    const parent = readTrace(header('traceparent'), header('tracestate'));
    const attributes = { 'http.request.method': method, 'url.path': path, 'url.scheme': 'http' };
    return inSpan(method, { kind: SpanKind.SERVER, attributes, parent }, async (span) => {
      await next();
      const route = routePath(context, -1);
      span.updateName(`${method} ${route}`);
      span.setAttributes({ 'http.route': route, 'http.response.status_code': context.res.status });
    });
  };
}
