import type { Logger } from '../../config/logger.js';
import type { Settings } from '../../config/settings.js';
import type { Catalogue } from '../../storage/catalogue/catalogue.js';
import type { Store } from '../../storage/store.js';
import type { Sink } from '../sink/sink.js';
import type { AdapterMetrics } from './metrics.js';

/** Everything that the adapter answers from. */
export interface AdapterContext {
  readonly settings: Settings;
  readonly store: Store;
  readonly catalogue: Catalogue;
  readonly sink: Sink | undefined;
  readonly metrics: AdapterMetrics;
  readonly log: Logger;
}
