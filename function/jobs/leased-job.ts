import type { Logger } from '../../config/logger.js';
import type { EventData } from '../../events/contract/event-data.js';
import type { Lineage } from '../../events/contract/lineage.js';
import type { Lease } from '../../events/status/lease.js';

/** A job that this process may render: it owns the lease. */
export interface LeasedJob {
  readonly jobId: string;
  readonly data: EventData<'render.requested'>;
  /** When the job was requested, by the clock of its sender; NaN if that is unknown. */
  readonly requestedMs: number;
  /** What the job's events pass on from its request. */
  readonly lineage: Lineage;
  readonly lease: Lease;
  readonly log: Logger;
}
