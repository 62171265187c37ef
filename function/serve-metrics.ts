import { createServer, type Server } from 'node:http';
import type { Logger } from '../config/logger.js';
import type { Settings } from '../config/settings.js';
import type { FunctionMetrics } from './metrics.js';

/**
 * Serves `/metrics` on its own port, because the runtime's own metrics page cannot be extended. If
 * another program uses the port, the function logs that and renders without metrics.
 * @param settings port 0 turns metrics off
 */
export function serveMetrics(
  { registry }: Pick<FunctionMetrics, 'registry'>,
  { METRICS_PORT: port, HOST: host }: Pick<Settings, 'METRICS_PORT' | 'HOST'>,
  log: Logger,
): Server | undefined {
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
      { event: 'metrics.port_unavailable', port, reason: error.message },
      `Metrics are off, because port ${String(port)} cannot be used. Set METRICS_PORT to another one`,
    );
  });
  server.listen(port, host);
  server.unref();
  return server;
}
