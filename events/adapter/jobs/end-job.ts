import type { OutcomeEvent } from '../../contract/events.js';
import { createOutcome } from '../../status/outcome.js';
import type { AdapterContext } from '../context.js';

/**
 * Ends a job from here, unless it has ended already, and tells the sink. That the sink does not take
 * it changes nothing about the job; the sweep tells it again.
 * @returns the outcome that stands
 */
export async function endJob(
  jobId: string,
  outcome: OutcomeEvent,
  { store, sink, log }: AdapterContext,
): Promise<OutcomeEvent> {
  const standing = await createOutcome(store, jobId, outcome);
  if (standing === outcome) {
    await sink?.(outcome).catch((error: unknown) => {
      log.warn({ event: 'sink.failed', err: error, jobId }, 'The sink did not accept the outcome');
    });
  }
  return standing;
}
