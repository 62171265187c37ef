import { renderOutcome, type ServiceEvent } from '../../contract/events.js';
import { lineageOf } from '../../contract/lineage.js';
import type { AdapterContext } from '../context.js';
import { endJob } from './end-job.js';

/**
 * Fails a job that was never rendered, with `job_abandoned`.
 * @param message what was tried
 * @param fields additions to the log line
 */
export async function abandonJob(
  jobId: string,
  request: ServiceEvent<'render.requested'>,
  message: string,
  adapter: Pick<AdapterContext, 'store' | 'sink' | 'producer' | 'faults' | 'log'>,
  fields: Readonly<Record<string, unknown>> = {},
): Promise<void> {
  adapter.log.error({ event: 'job.abandoned', jobId, ...fields }, message);
  const data = { jobId, avatarId: request.data.avatarId, code: 'job_abandoned' as const, message };
  const envelope = { ...adapter.producer, ...lineageOf(request) };
  await endJob(jobId, renderOutcome('render.failed', data, envelope), adapter);
}
