import type { Logger } from '../../config/logger.js';
import type { EventData } from '../../events/contract/event-data.js';
import type { Lease } from '../../events/status/lease.js';

/** A job that this process may render: it owns the lease. */
export interface LeasedJob {
  readonly jobId: string;
  readonly data: EventData<'render.requested'>;
  readonly traceparent: string | undefined;
  readonly lease: Lease;
  readonly log: Logger;
}
