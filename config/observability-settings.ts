import { z } from 'zod';

/** Settings of metrics, traces, and the log. */
export const observabilitySettings = {
  METRICS_PORT: z.coerce
    .number()
    .int()
    .min(0)
    .max(65_535)
    .default(9464)
    .describe("Port of the function's own `/metrics`; 0 turns it off"),
  OTEL_EXPORTER_OTLP_ENDPOINT: z
    .url({ protocol: /^https?$/, error: 'must be an http(s) URL' })
    .optional()
    .describe(
      "Where traces are sent with OTLP/HTTP, for example `http://collector:4318`. OpenTelemetry's other variables work as well (`OTEL_SERVICE_NAME`, `OTEL_TRACES_SAMPLER`); without this one its SDK is not loaded",
    ),
  LOG_LEVEL: z.enum(['debug', 'info', 'warn', 'error', 'silent']).default('info').describe('Log level'),
  LOG_FORMAT: z
    .enum(['text', 'json'])
    .optional()
    .describe('Format of log lines; by default text on a terminal and JSON everywhere else'),
};
