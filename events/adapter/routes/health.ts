import { createRoute, z, type OpenAPIHono } from '@hono/zod-openapi';
import { packageInfo } from '../../../config/package-info.js';
import { FaultLog, reasonOf } from '../../../config/fault-log.js';
import { errorCodes } from '../../../errors/table.js';
import { toRenderError } from '../../../errors/render-error.js';
import type { AdapterContext } from '../context.js';
import type { StoreHealth } from '../upkeep/store-health.js';

const open = { tags: ['Service'], security: [] };

const livenessRoute = createRoute({
  ...open,
  method: 'get',
  path: '/health/liveness',
  operationId: 'getLiveness',
  summary: 'Whether the process answers',
  responses: {
    200: {
      description: 'It does',
      content: {
        'application/json': {
          schema: z
            .object({ status: z.literal('live') })
            .openapi('Liveness', { example: { status: 'live' } }),
        },
      },
    },
  },
});

const readiness = z
  .object({
    status: z.enum(['ready', 'store unavailable']),
    code: z.enum(errorCodes).optional().openapi({ description: 'Why the store is unavailable' }),
  })
  .openapi('Readiness', { example: { status: 'ready' } });

const readinessRoute = createRoute({
  ...open,
  method: 'get',
  path: '/health/readiness',
  operationId: 'getReadiness',
  summary: 'Whether the store can be read and written',
  responses: {
    200: { description: 'It can', content: { 'application/json': { schema: readiness } } },
    503: { description: 'It cannot', content: { 'application/json': { schema: readiness } } },
  },
});

const metricsRoute = createRoute({
  ...open,
  method: 'get',
  path: '/metrics',
  operationId: 'getMetrics',
  summary: 'Get the metrics in the text format of Prometheus',
  responses: {
    200: {
      description: 'The metrics of this replica',
      content: {
        'text/plain': { schema: z.string().openapi({ example: 'avatar_open_jobs 3' }) },
      },
    },
  },
});

const versionRoute = createRoute({
  ...open,
  method: 'get',
  path: '/version',
  operationId: 'getVersion',
  summary: 'Get the name and version of the service',
  responses: {
    200: {
      description: 'Those of its package',
      content: {
        'application/json': {
          schema: z
            .object({ name: z.string(), version: z.string() })
            .openapi('Version', { example: { name: 'avatar-service', version: '0.2.0' } }),
        },
      },
    },
  },
});

/** Adds the probes of the cluster, the version, and the metrics. */
export function addHealthRoutes(
  app: OpenAPIHono,
  { metrics, log }: Pick<AdapterContext, 'metrics' | 'log'>,
  health: StoreHealth,
): void {
  const faults = new FaultLog();
  for (const route of [livenessRoute, readinessRoute, metricsRoute, versionRoute])
    app.openAPIRegistry.registerPath(route);
  app.get('/version', (context) => context.json(packageInfo));
  app.get('/health/liveness', (context) => context.json({ status: 'live' }));

  app.get('/health/readiness', async (context) => {
    try {
      await health.check();
      faults.clear();
      return context.json({ status: 'ready' });
    } catch (error) {
      const reason = reasonOf(error);
      if (faults.isNew(reason))
        log.error({ event: 'store.unavailable', reason }, 'The store cannot be read and written');
      return context.json({ status: 'store unavailable', code: toRenderError(error).code }, 503);
    }
  });

  app.get('/metrics', async (context) =>
    context.body(await metrics.registry.metrics(), 200, { 'content-type': metrics.registry.contentType }),
  );
}
