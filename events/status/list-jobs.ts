import type { Store } from '../../storage/store.js';
import { readJob, type Job } from './job.js';
import { jobIdOfListing, listingName, listingPrefix, listingTimeMs } from './job-listing.js';

/** Jobs that are read at once. */
const batchSize = 16;
/** Jobs that are read for one page at most, whatever state is asked for. */
const maxReadJobs = 256;
/** Entries that are looked at for one page at most. */
const maxEntries = 2000;
/** An entry whose request is still missing after this long has none. */
const staleMs = 3600_000;

/** Which jobs to list. */
export interface JobQuery {
  /** The id of the client whose jobs are listed; undefined for the jobs of all clients. */
  readonly client: string | undefined;
  /** The `cursor` of the page before. */
  readonly after?: string | undefined;
  readonly limit: number;
  /** Whether a job may be on the page, before it is read; saves reading it. */
  readonly mayInclude?: (jobId: string) => boolean;
  readonly includes: (job: Job) => boolean;
}

/** A page of jobs, the newest first. */
export interface JobPage {
  readonly jobs: readonly Job[];
  /** Continues after this page; undefined if nothing follows. */
  readonly cursor: string | undefined;
}

/**
 * Lists jobs, the newest first. A cursor is a place in time: jobs that arrive or go meanwhile neither repeat others
 * nor hide them. One page reads a bounded number of objects, so it may have fewer jobs than `limit`, or none, and
 * still a cursor.
 */
export async function listJobs(store: Store, query: JobQuery): Promise<JobPage> {
  const { client, after, limit, mayInclude = () => true } = query;
  const prefix = listingPrefix(client);
  const jobs: Job[] = [];
  let cursor = after;
  let batch: string[] = [];
  let [entries, read] = [0, 0];
  const readBatch = async () => {
    const found = await Promise.all(batch.map((name) => jobAt(store, prefix, name)));
    for (const job of found) if (job && query.includes(job)) jobs.push(job);
    batch = [];
  };
  for await (const { key } of store.list(prefix, after === undefined ? undefined : prefix + after)) {
    // Here, because this entry says that something follows the page.
    if (jobs.length >= limit || read >= maxReadJobs || entries >= maxEntries) {
      await readBatch();
      return { jobs, cursor };
    }
    cursor = key.slice(prefix.length);
    entries++;
    if (!mayInclude(jobIdOfListing(cursor) ?? '')) continue;
    read++;
    batch.push(cursor);
    // No more than there is room for on the page.
    if (batch.length >= Math.min(batchSize, limit - jobs.length)) await readBatch();
  }
  await readBatch();
  return { jobs, cursor: undefined };
}

/** The job of an entry; a left-over entry is removed. */
async function jobAt(store: Store, prefix: string, name: string): Promise<Job | undefined> {
  const jobId = jobIdOfListing(name) ?? '';
  const job = jobId === '' ? undefined : await readJob(store, jobId);
  if (job?.request && listingName(jobId, job.request.time) === name) return job;
  if (Date.now() - listingTimeMs(name) > staleMs) await store.delete(prefix + name);
  return undefined;
}
