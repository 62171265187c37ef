import {
  context,
  isSpanContextValid,
  propagation,
  ROOT_CONTEXT,
  SpanStatusCode,
  trace,
  type Attributes,
  type Context,
  type SpanKind,
  type Span,
} from '@opentelemetry/api';
import type { Logger } from './logger.js';
import { packageInfo } from './package-info.js';
import type { Settings } from './settings.js';

/** W3C trace context as headers or attributes of events have it. */
interface TraceHeaders {
  readonly traceparent?: string | undefined;
  readonly tracestate?: string | undefined;
}

/** How a span is made. */
interface SpanOptions {
  readonly kind?: SpanKind;
  readonly attributes?: Attributes;
  /** The trace that came with the request or event; by default the span is part of the active one. */
  readonly parent?: TraceHeaders;
}

/** OpenTelemetry's API does nothing, and costs nothing, until an SDK is registered. */
const tracer = trace.getTracer('avatar-service', packageInfo.version);
let exporting = false;

/** Whether spans are exported; what would only make spans need not be created otherwise. */
export function isTracing(): boolean {
  return exporting;
}

/**
 * Starts to export spans if `OTEL_EXPORTER_OTLP_ENDPOINT` is set; only then is OpenTelemetry's SDK loaded.
 * @param name of the service, unless `OTEL_SERVICE_NAME` is set
 * @returns sends the last spans, and ends the export
 */
export async function startTracing(
  name: string,
  { OTEL_EXPORTER_OTLP_ENDPOINT: endpoint }: Pick<Settings, 'OTEL_EXPORTER_OTLP_ENDPOINT'>,
  log: Pick<Logger, 'warn'>,
): Promise<() => Promise<void>> {
  if (endpoint === undefined) return () => Promise.resolve();
  const { startExport } = await import('./trace-export.js');
  const end = startExport(name, endpoint, log);
  exporting = true;
  return async () => {
    exporting = false;
    await end();
  };
}

/**
 * Runs an action in a span, which it becomes the parent of all spans of the action. An error is recorded, and
 * thrown on.
 */
export async function inSpan<T>(
  name: string,
  { kind, attributes, parent }: SpanOptions,
  action: (span: Span) => T | Promise<T>,
): Promise<T> {
  const options = { ...(kind !== undefined && { kind }), ...(attributes && { attributes }) };
  return tracer.startActiveSpan(name, options, contextFrom(parent), async (span) => {
    try {
      return await action(span);
    } catch (error) {
      span.setStatus({ code: SpanStatusCode.ERROR });
      if (error instanceof Error) span.recordException(error);
      throw error;
    } finally {
      span.end();
    }
  });
}

/**
 * Records a span that has already ended, as a part of the active one.
 * @param startMs reading of `performance.now()`, like `endMs`
 */
export function recordSpan(name: string, startMs: number, endMs: number): void {
  if (!exporting || !hasActiveSpan()) return;
  const epochMs = (ms: number) => performance.timeOrigin + ms;
  tracer.startSpan(name, { startTime: epochMs(startMs) }).end(epochMs(endMs));
}

/** Whether something is being traced now: a span made now would have a parent. */
export function hasActiveSpan(): boolean {
  return trace.getActiveSpan() !== undefined;
}

/** The active span as what causes follow it; an empty object without one. */
export function activeTrace(): Record<string, string> {
  const active = trace.getActiveSpan()?.spanContext();
  if (active === undefined || !isSpanContextValid(active)) return {};
  const carrier: Record<string, string> = {};
  propagation.inject(context.active(), carrier);
  // Nothing else, such as baggage, which may tell others about a caller.
  const { traceparent, tracestate } = carrier;
  if (traceparent === undefined) return {};
  return { traceparent, ...(tracestate !== undefined && { tracestate }) };
}

function contextFrom(parent: TraceHeaders | undefined): Context {
  if (parent?.traceparent === undefined) return context.active();
  return propagation.extract(ROOT_CONTEXT, parent);
}
