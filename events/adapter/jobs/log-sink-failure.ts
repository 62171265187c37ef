import { reasonOf } from '../../../config/fault-log.js';
import type { AdapterContext } from '../context.js';

/** Logs that the sink did not accept an event: once a minute for each reason, not for each job. */
export function logSinkFailure(
  error: unknown,
  jobId: string,
  what: 'request' | 'outcome',
  { faults, log }: Pick<AdapterContext, 'faults' | 'log'>,
): void {
  const reason = reasonOf(error);
  if (!faults.isNew(`sink.failed ${reason}`)) return;
  log.warn(
    { event: 'sink.failed', reason, jobId },
    `The sink did not accept the ${what} of a job; the sweep will send it again`,
  );
}
