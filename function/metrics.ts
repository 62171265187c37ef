import { createServer, type Server } from 'node:http';
import type { Logger } from '../config/logger.js';
import { Counter, Histogram, Registry, collectDefaultMetrics } from 'prom-client';

/** The metrics that Prometheus scrapes from the function. */
export interface FunctionMetrics {
  readonly registry: Registry;
  readonly renders: Counter<'outcome' | 'code'>;
  readonly stageSeconds: Histogram<'stage'>;
  readonly framesPerSecond: Histogram;
}

export function createFunctionMetrics(): FunctionMetrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  return {
    registry,
    renders: new Counter({
      name: 'avatar_renders_total',
      help: 'Renders by outcome (completed, failed, cancelled, retry) and error code',
      labelNames: ['outcome', 'code'],
      registers: [registry],
    }),
    stageSeconds: new Histogram({
      name: 'avatar_render_stage_seconds',
      help: 'Time spent in each stage of completed renders',
      labelNames: ['stage'],
      buckets: [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 300],
      registers: [registry],
    }),
    framesPerSecond: new Histogram({
      name: 'avatar_render_frames_per_second',
      help: 'Frames per second of completed renders, including all stages',
      buckets: [5, 10, 25, 50, 100, 200, 400, 800, 1600],
      registers: [registry],
    }),
  };
}

/**
 * Serves `/metrics` on its own port, because the runtime's own metrics page cannot be extended. If
 * another program uses the port, the function logs that and renders without metrics.
 * @param port 0 turns metrics off
 */
export function serveMetrics({ registry }: FunctionMetrics, port: number, log: Logger): Server | undefined {
  if (port === 0) return undefined;
  const server = createServer((request, response) => {
    if (request.url !== '/metrics') {
      response.writeHead(404).end();
      return;
    }
    registry.metrics().then(
      (text) => response.writeHead(200, { 'content-type': registry.contentType }).end(text),
      () => response.writeHead(500).end(),
    );
  });
  server.on('error', (error) => {
    log.warn(
      { event: 'metrics.port_unavailable', err: error, port },
      'Metrics are off: the port is in use. Set METRICS_PORT to another',
    );
  });
  server.listen(port);
  server.unref();
  return server;
}
