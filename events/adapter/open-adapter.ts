import type { Logger } from '../../config/logger.js';
import type { Settings } from '../../config/settings.js';
import { openCatalogue } from '../../storage/catalogue/open-catalogue.js';
import { openStore } from '../../storage/open-store.js';
import { openSink } from '../sink/sink.js';
import type { AdapterContext } from './context.js';
import { createMetrics } from './metrics.js';

/** Opens all that the adapter answers from. @throws RenderError `bad_setting` */
export async function openAdapterContext(settings: Settings, log: Logger): Promise<AdapterContext> {
  const store = await openStore(settings);
  if (!settings.API_KEYS) log.info('no keys are set (API_KEYS): everybody may use the service');
  return {
    settings,
    store,
    log,
    catalogue: await openCatalogue(settings, store, log),
    sink: openSink(settings),
    metrics: createMetrics(store, settings.OPEN_JOBS_MAX, log),
  };
}
