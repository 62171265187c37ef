import { context, diag, DiagLogLevel, propagation, trace } from '@opentelemetry/api';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import {
  defaultResource,
  detectResources,
  envDetector,
  resourceFromAttributes,
} from '@opentelemetry/resources';
import { BatchSpanProcessor, NodeTracerProvider } from '@opentelemetry/sdk-trace-node';
import type { Logger } from './logger.js';
import { packageInfo } from './package-info.js';

/* OpenTelemetry's SDK. Only tracing.ts imports this module, and only if there is an endpoint. */

/**
 * Registers the SDK, which sends spans in batches over OTLP/HTTP. It reads the other variables of OpenTelemetry
 * itself, such as `OTEL_EXPORTER_OTLP_HEADERS`, `OTEL_SERVICE_NAME`, and `OTEL_TRACES_SAMPLER`.
 * @param endpoint the base address; traces go to `v1/traces` below it
 * @returns sends the last spans, and removes the SDK
 */
export function startExport(name: string, endpoint: string, log: Pick<Logger, 'warn'>): () => Promise<void> {
  const ignore = () => undefined;
  const error = (message: string) => {
    log.warn({ event: 'traces.export_failed' }, `Traces were not exported: ${message.slice(0, 300)}`);
  };
  diag.setLogger({ error, warn: ignore, info: ignore, debug: ignore, verbose: ignore }, DiagLogLevel.ERROR);
  const url = new URL('v1/traces', endpoint.endsWith('/') ? endpoint : `${endpoint}/`).href;
  const ours = resourceFromAttributes({ 'service.name': name, 'service.version': packageInfo.version });
  const provider = new NodeTracerProvider({
    // What the environment says comes last, and replaces ours.
    resource: defaultResource()
      .merge(ours)
      .merge(detectResources({ detectors: [envDetector] })),
    spanProcessors: [new BatchSpanProcessor(new OTLPTraceExporter({ url }))],
  });
  provider.register();
  return async () => {
    await provider.shutdown();
    trace.disable();
    context.disable();
    propagation.disable();
    diag.disable();
  };
}
