import PQueue from 'p-queue';
import { describe, expect, test } from 'vitest';
import { requestedAt } from '../../test/fixtures/events.js';
import { faultyStore } from '../../test/fixtures/faulty-store.js';
import { onEveryStore } from '../../test/fixtures/stores.js';
import { serializeEvent } from '../contract/events.js';
import { writeDocument } from '../../storage/documents.js';
import type { Store } from '../../storage/store.js';
import { addListing } from './job-listing.js';
import { jobKeys } from './keys.js';
import { listJobs } from './list-jobs.js';

const count = 10_000;
const startMs = Date.parse('2026-03-02T09:30:00.000Z');

/** Stores jobs one second apart. Their outboxes do not matter here. */
async function fill(store: Store): Promise<void> {
  const writes = new PQueue({ concurrency: 32 });
  for (let i = 0; i < count; i++) {
    void writes.add(async () => {
      const [jobId, time] = [`job-${String(i)}`, new Date(startMs + i * 1000).toISOString()];
      await addListing(store, jobId, time, '');
      await writeDocument(store, jobKeys.request(jobId), serializeEvent(requestedAt(jobId, time)));
    });
    if (writes.size > 1000) await writes.onSizeLessThan(100);
  }
  await writes.onIdle();
}

describe('listJobs with 10 000 jobs', () => {
  onEveryStore((open) => {
    test('reads a page of any depth with a bounded number of objects, in bounded time and memory', async () => {
      const { store } = await open();
      await fill(store);
      const calls: string[] = [];
      let listed = 0;
      const counted = faultyStore(store, (method) => {
        calls.push(method);
        return undefined;
      });
      const counting: Store = {
        ...counted,
        async *list(prefix, after) {
          for await (const object of counted.list(prefix, after)) {
            listed++;
            yield object;
          }
        },
      };
      let cursor: string | undefined;
      for (const page of [0, 1, 2]) {
        calls.length = 0;
        listed = 0;
        const heapBytes = process.memoryUsage().heapUsed;
        const startedMs = performance.now();
        const found = await listJobs(counting, {
          client: undefined,
          includes: () => true,
          limit: 50,
          after: cursor,
        });
        const seconds = (performance.now() - startedMs) / 1000;
        const first = count - 1 - page * 50;
        expect(found.jobs.map(({ jobId }) => jobId)).toEqual(
          Array.from({ length: 50 }, (_, i) => `job-${String(first - i)}`),
        );
        // Of each job its outcome, request, and progress.
        expect(calls.filter((method) => method === 'get')).toHaveLength(150);
        expect(calls.filter((method) => method === 'list')).toHaveLength(1);
        expect(listed).toBe(51);
        process.stdout.write(
          `page ${String(page)}: ${seconds.toFixed(3)} s, ${String(Math.round((process.memoryUsage().heapUsed - heapBytes) / 1e6))} MB\n`,
        );
        cursor = found.cursor;
      }
    });
  });
}, 600_000);
