import { RenderError } from '../../../errors/render-error.js';
import { listEntries } from '../../status/outbox.js';
import type { AdapterContext } from '../context.js';

/** The assumed duration of a render. */
const assumedRenderSeconds = 30;

/**
 * Checks the limit of unfinished jobs.
 * @throws RenderError `too_many_jobs`, with the estimated time until there is room
 */
export async function checkJobLimit({
  store,
  settings,
  metrics,
}: Pick<AdapterContext, 'store' | 'settings' | 'metrics'>): Promise<void> {
  const { OPEN_JOBS_MAX: limit, RENDER_PARALLELISM: parallelism } = settings;
  const open = await listEntries(store, 'pending', limit);
  if (open.length < limit) return;
  metrics.jobsRefused.inc();
  const retryAfterSeconds = Math.ceil(assumedRenderSeconds / parallelism);
  throw new RenderError(
    'too_many_jobs',
    `${String(open.length)} jobs are unfinished; the limit is ${String(limit)} (OPEN_JOBS_MAX). ` +
      `Try again in ${String(retryAfterSeconds)} s.`,
    { details: { openJobs: open.length, limit, retryAfterSeconds } },
  );
}
