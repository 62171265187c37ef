import PQueue from 'p-queue';
import { RenderError } from '../../../errors/render-error.js';
import { newJobId } from '../../contract/job-id.js';
import { addEntry, listEntries, removeEntry } from '../../status/outbox.js';
import { readRequest } from '../../status/request.js';
import type { AdapterContext } from '../context.js';

/** The assumed duration of a render. */
const assumedRenderSeconds = 30;

/** A place among the unfinished jobs, taken before the body of a request is read. */
interface Reservation {
  /** Gives the place back, unless a job has taken it over. */
  release(): Promise<void>;
}

/**
 * Reserves places for jobs, up to `OPEN_JOBS_MAX`. A place is a `pending` entry in the store, so that all replicas
 * count it; the sweep removes one whose process died. Requests of one replica are counted one after the other;
 * several replicas may exceed the limit by one job each.
 */
export class Admission {
  readonly #adapter: Pick<AdapterContext, 'store' | 'settings' | 'metrics'>;
  readonly #counting = new PQueue({ concurrency: 1 });

  constructor(adapter: Pick<AdapterContext, 'store' | 'settings' | 'metrics'>) {
    this.#adapter = adapter;
  }

  /**
   * Reserves the place of a new job.
   * @param jobId undefined if other requests may have the same job id: then the place has an id that no job has
   * @throws RenderError `too_many_jobs`, with the estimated time until there is room
   */
  async reserve(jobId: string | undefined): Promise<Reservation> {
    const { store } = this.#adapter;
    const place = jobId ?? newJobId();
    await this.#counting.add(async () => {
      await this.#checkLimit();
      await addEntry(store, 'pending', place);
    });
    return {
      async release() {
        if (!(await readRequest(store, place))) await removeEntry(store, 'pending', place);
      },
    };
  }

  async #checkLimit(): Promise<void> {
    const { store, settings, metrics } = this.#adapter;
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
}
