import { SpanKind } from '@opentelemetry/api';
import type { CloudEvent } from 'cloudevents';
import { activeTrace, inSpan, isTracing } from '../config/tracing.js';
import { lineageOf } from '../events/contract/lineage.js';

/**
 * Handles an event in a span that continues the trace of the event; what the event causes follows the span.
 * @param handle gets the event with the trace of the span
 */
export async function inEventSpan<T>(
  event: CloudEvent<unknown>,
  handle: (event: CloudEvent<unknown>) => Promise<T>,
): Promise<T> {
  if (!isTracing()) return handle(event);
  const { traceparent, tracestate } = lineageOf(event);
  const attributes = { 'messaging.message.id': event.id, 'messaging.operation.type': 'process' };
  const options = { kind: SpanKind.CONSUMER, attributes, parent: { traceparent, tracestate } };
  return inSpan(`process ${event.type}`, options, () => handle(event.cloneWith(activeTrace())));
}
