import type { OpenAPIHono } from '@hono/zod-openapi';
import { FaultLog, reasonOf } from '../../../config/fault-log.js';
import { toRenderError } from '../../../errors/render-error.js';
import type { AdapterContext } from '../context.js';
import type { StoreHealth } from '../upkeep/store-health.js';

/** Adds the probes of the cluster, and the metrics. */
export function addHealthRoutes(
  app: OpenAPIHono,
  { metrics, log }: Pick<AdapterContext, 'metrics' | 'log'>,
  health: StoreHealth,
): void {
  const faults = new FaultLog();
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
