import { describe, expect, test } from 'vitest';
import { completed, progressed, requestedAt } from '../../test/fixtures/events.js';
import { faultyStore } from '../../test/fixtures/faulty-store.js';
import { onEveryStore } from '../../test/fixtures/stores.js';
import { temporaryFolder } from '../../test/fixtures/temporary-folder.js';
import { gathered } from '../../test/fixtures/streams.js';
import { FolderStore } from '../../storage/folder/folder-store.js';
import type { Store } from '../../storage/store.js';
import type { Job } from './job.js';
import { addListing, listingPrefix } from './job-listing.js';
import { removeJobObjects } from './job-objects.js';
import { listJobs, type JobPage } from './list-jobs.js';
import { createOutcome } from './outcome.js';
import { writeProgress } from './progress.js';
import { createRequest } from './request.js';

const startMs = Date.parse('2026-03-02T09:30:00.000Z');
const everything = { client: undefined, includes: () => true };

/** Stores a job that was requested so many seconds after the first one. */
async function store(jobs: Store, jobId: string, second: number, client = ''): Promise<void> {
  const time = new Date(startMs + second * 1000).toISOString();
  await createRequest(jobs, jobId, requestedAt(jobId, time), client);
}

function idsOf({ jobs }: JobPage): string[] {
  return jobs.map(({ jobId }) => jobId);
}

describe('listJobs', () => {
  onEveryStore((open, pageKeys) => {
    test('lists the newest jobs first, page by page', async () => {
      const { store: jobs } = await open();
      for (const [i, jobId] of ['b', 'a', 'c', 'd', 'e'].entries()) await store(jobs, jobId, i);
      const first = await listJobs(jobs, { ...everything, limit: 2 });
      expect(idsOf(first)).toEqual(['e', 'd']);
      const second = await listJobs(jobs, { ...everything, limit: 2, after: first.cursor });
      expect(idsOf(second)).toEqual(['c', 'a']);
      const third = await listJobs(jobs, { ...everything, limit: 2, after: second.cursor });
      expect([idsOf(third), third.cursor]).toEqual([['b'], undefined]);
      const whole = await listJobs(jobs, { ...everything, limit: 5 });
      expect([idsOf(whole), whole.cursor]).toEqual([['e', 'd', 'c', 'a', 'b'], undefined]);
    });

    test('neither repeats nor hides jobs while others arrive and go', async () => {
      const { store: jobs } = await open();
      for (const [i, jobId] of ['a', 'b', 'c', 'd'].entries()) await store(jobs, jobId, i);
      const first = await listJobs(jobs, { ...everything, limit: 2 });
      expect(idsOf(first)).toEqual(['d', 'c']);
      await store(jobs, 'new', 10);
      await removeJobObjects(jobs, 'c');
      await removeJobObjects(jobs, 'd');
      expect(idsOf(await listJobs(jobs, { ...everything, limit: 2, after: first.cursor }))).toEqual([
        'b',
        'a',
      ]);
      expect(idsOf(await listJobs(jobs, { ...everything, limit: 9 }))).toEqual(['new', 'b', 'a']);
    });

    test("lists a client's own jobs, and all of them without a client", async () => {
      const { store: jobs } = await open();
      await store(jobs, 'a', 0, 'shop');
      await store(jobs, 'b', 1, 'bank');
      await store(jobs, 'c', 2);
      expect(idsOf(await listJobs(jobs, { ...everything, client: 'shop', limit: 9 }))).toEqual(['a']);
      expect(idsOf(await listJobs(jobs, { ...everything, limit: 9 }))).toEqual(['c', 'b', 'a']);
      await removeJobObjects(jobs, 'a');
      expect(await gathered(jobs.list(listingPrefix('shop')))).toEqual([]);
    });

    test('skips entries without a request, and removes those that are old', async () => {
      const { store: jobs } = await open();
      for (let i = 0; i < pageKeys / 2; i++) {
        await Promise.all([
          addListing(jobs, `left-${String(i)}`, new Date(startMs + i).toISOString(), ''),
          addListing(jobs, `over-${String(i)}`, new Date(startMs - i).toISOString(), ''),
        ]);
      }
      await store(jobs, 'newest', 10);
      await store(jobs, 'oldest', -10);
      const page = await listJobs(jobs, { ...everything, limit: 20 });
      expect([idsOf(page), page.cursor]).toEqual([['newest', 'oldest'], undefined]);
      // What has no request an hour after it was listed is removed.
      expect(await gathered(jobs.list(listingPrefix(undefined)))).toHaveLength(2);
    });
  });

  test('filters by state, and reads only what may be in it', async () => {
    const reads: string[] = [];
    const jobs = faultyStore(new FolderStore(await temporaryFolder()), (method, key) => {
      if (method === 'get' && key.endsWith('request.json')) reads.push(key.split('/')[1] ?? '');
      return undefined;
    });
    for (const [i, jobId] of ['done', 'rendering', 'waiting', 'newer'].entries()) await store(jobs, jobId, i);
    await createOutcome(jobs, 'done', completed('done'));
    await writeProgress(jobs, 'rendering', progressed('rendering'));
    reads.length = 0;
    const includes = ({ state }: Job) => state === 'queued';
    const pending = new Set(['rendering', 'waiting', 'newer']);
    const query = {
      client: undefined,
      limit: 1,
      includes,
      mayInclude: (jobId: string) => pending.has(jobId),
    };
    const first = await listJobs(jobs, query);
    expect([idsOf(first), reads]).toEqual([['newer'], ['newer']]);
    const second = await listJobs(jobs, { ...query, after: first.cursor });
    expect(idsOf(second)).toEqual(['waiting']);
    const third = await listJobs(jobs, { ...query, after: second.cursor });
    expect([idsOf(third), third.cursor]).toEqual([[], undefined]);
    expect(reads).toEqual(['newer', 'waiting', 'rendering']);
  });

  test('reads 256 jobs at most for a page that none of them is on', async () => {
    const jobs = new FolderStore(await temporaryFolder());
    const ids = Array.from({ length: 300 }, (_, i) => `job-${String(i)}`);
    await Promise.all(ids.map((jobId, i) => store(jobs, jobId, i)));
    let read = 0;
    const query = { client: undefined, limit: 5, includes: () => ++read < 0 };
    const first = await listJobs(jobs, query);
    expect([idsOf(first), read]).toEqual([[], 256]);
    const second = await listJobs(jobs, { ...query, after: first.cursor });
    expect([idsOf(second), second.cursor, read]).toEqual([[], undefined, 300]);
  });
});
