import { reasonOf } from '../config/fault-log.js';
import type { Logger } from '../config/logger.js';
import { RenderError } from '../errors/render-error.js';
import { checkConditions } from './check-conditions.js';
import { explainBucketFault } from './s3/explain-fault.js';
import type { Store } from './store.js';

/**
 * Checks the store at start. A fault that may pass, such as an outage or a bucket that is still being
 * created, is logged with the setting to look at, and reported by readiness until it has passed.
 * @throws RenderError `store_refused` or `bad_setting` for faults that do not pass by themselves
 */
export async function checkStore(store: Store, log: Logger): Promise<void> {
  const error = await checkConditions(store);
  if (!error) return;
  const { message, mayPass } = store.url.startsWith('s3:')
    ? explainBucketFault(error, store.url)
    : { message: error.message, mayPass: true };
  if (!mayPass) throw new RenderError('bad_setting', message, { cause: error });
  log.error({ event: 'store.unavailable', reason: reasonOf(error) }, message);
}
