import { FaultLog } from '../../config/fault-log.js';
import type { Logger } from '../../config/logger.js';
import type { Settings } from '../../config/settings.js';
import { systemClock, type Clock } from '../../domain/clock.js';
import type { Catalogue } from '../../storage/catalogue/catalogue.js';
import { openCatalogue } from '../../storage/catalogue/open-catalogue.js';
import { checkStore } from '../../storage/check-store.js';
import { openStore } from '../../storage/open-store.js';
import type { Store } from '../../storage/store.js';
import { sources, type Producer } from '../contract/events.js';
import { openSink, type Sink } from '../sink/sink.js';
import { createAdapterMetrics, type AdapterMetrics } from './metrics.js';

/** What the adapter opens once, at start. */
export interface AdapterContext {
  readonly settings: Settings;
  readonly store: Store;
  readonly catalogue: Catalogue;
  readonly sink: Sink | undefined;
  readonly producer: Producer;
  readonly metrics: AdapterMetrics;
  readonly log: Logger;
  readonly clock: Clock;
  /** Faults that may concern many jobs at once. */
  readonly faults: FaultLog;
}

/** Opens store, catalogue, and sink. @throws RenderError `bad_setting`, `store_refused` */
export async function openAdapterContext(settings: Settings, log: Logger): Promise<AdapterContext> {
  const store = await openStore(settings);
  await checkStore(store, log);
  return {
    settings,
    store,
    log,
    clock: systemClock,
    faults: new FaultLog(),
    catalogue: await openCatalogue(settings, store, log),
    sink: openSink(settings),
    producer: { source: sources.adapter, schemasUrl: settings.SCHEMAS_URL },
    metrics: createAdapterMetrics(store, { maxJobs: settings.OPEN_JOBS_MAX, log, clock: systemClock }),
  };
}
