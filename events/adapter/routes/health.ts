import type { OpenAPIHono } from '@hono/zod-openapi';
import { FaultLog, reasonOf } from '../../../config/fault-log.js';
import type { AdapterContext } from '../context.js';

/** Adds the probes of the cluster, and the metrics. */
export function addHealthRoutes(
  app: OpenAPIHono,
  { store, metrics, log }: Pick<AdapterContext, 'store' | 'metrics' | 'log'>,
): void {
  const faults = new FaultLog();
  app.get('/health/liveness', (context) => context.json({ status: 'live' }));

  app.get('/health/readiness', async (context) => {
    try {
      // Not HEAD: its answer has no body, so a missing bucket would look like a missing object.
      const object = await store.get('health');
      object?.body.destroy();
      faults.clear();
      return context.json({ status: 'ready' });
    } catch (error) {
      const reason = reasonOf(error);
      if (faults.isNew(reason))
        log.error({ event: 'store.unavailable', reason }, 'The store does not answer');
      return context.json({ status: 'store unavailable' }, 503);
    }
  });

  app.get('/metrics', async (context) =>
    context.body(await metrics.registry.metrics(), 200, { 'content-type': metrics.registry.contentType }),
  );
}
