import type { OutcomeEvent } from '../../contract/events.js';
import { createOutcome } from '../../status/outcome.js';
import type { AdapterContext } from '../context.js';
import { logSinkFailure } from './log-sink-failure.js';

/**
 * Ends a job from the adapter, unless it has already ended, and sends the outcome to the sink. If the
 * sink does not accept it, the sweep sends it again.
 * @returns the recorded outcome
 */
export async function endJob(
  jobId: string,
  outcome: OutcomeEvent,
  { store, sink, faults, log }: Pick<AdapterContext, 'store' | 'sink' | 'faults' | 'log'>,
): Promise<OutcomeEvent> {
  const recorded = await createOutcome(store, jobId, outcome);
  if (recorded === outcome) {
    await sink?.(outcome).catch((error: unknown) => {
      logSinkFailure(error, jobId, 'outcome', { faults, log });
    });
  }
  return recorded;
}
