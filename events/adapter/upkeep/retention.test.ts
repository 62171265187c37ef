import { utimes } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { FolderStore } from '../../../storage/folder/folder-store.js';
import type { Store } from '../../../storage/store.js';
import { progressed, requested } from '../../../test/fixtures/events.js';
import { faultyStore } from '../../../test/fixtures/faulty-store.js';
import { finishedJob } from '../../../test/fixtures/finished-job.js';
import { gathered } from '../../../test/fixtures/streams.js';
import { temporaryFolder } from '../../../test/fixtures/temporary-folder.js';
import { jobKeys } from '../../status/keys.js';
import { writeProgress } from '../../status/progress.js';
import { createRequest } from '../../status/request.js';
import { deleteOldJobs } from './retention.js';

const { signal } = new AbortController();
const dayMs = 24 * 3600_000;
const startMs = Date.now();
const aWeekAgoMs = startMs - 7 * dayMs;

async function emptyStore() {
  const folder = await temporaryFolder();
  const store = new FolderStore(folder);
  /** Makes a job look as if it had ended so many days ago. */
  const age = async (jobId: string, days: number) => {
    const then = new Date(startMs - days * dayMs);
    await utimes(path.join(folder, jobKeys.outcome(jobId)), then, then);
  };
  return { store, age };
}

async function keysOf(store: Store): Promise<string[]> {
  return (await gathered(store.list(''))).map(({ key }) => key);
}

describe('deleteOldJobs', () => {
  test('deletes everything of the jobs that ended before the limit, and of no other', async () => {
    const { store, age } = await emptyStore();
    await finishedJob(store, 'old');
    await writeProgress(store, 'old', progressed('old'));
    await store.put(jobKeys.upload('old'), Buffer.from('voice'), { contentType: 'audio/wav' });
    await store.put(jobKeys.speech('old'), Buffer.from('speech'), { contentType: 'audio/wav' });
    await store.put(jobKeys.captions('old'), Buffer.from('WEBVTT'), { contentType: 'text/vtt' });
    await finishedJob(store, 'recent');
    await createRequest(store, 'unfinished', requested('unfinished'));
    await age('old', 7.1);
    await age('recent', 6.9);
    const kept = (await keysOf(store)).filter((key) => !key.includes('old'));
    expect(await deleteOldJobs(store, aWeekAgoMs, signal)).toBe(1);
    expect(await keysOf(store)).toEqual(kept);
    expect(kept).toEqual(
      expect.arrayContaining([
        'jobs/recent/outcome.json',
        'jobs/unfinished/request.json',
        'videos/recent.mp4',
      ]),
    );
    expect(await deleteOldJobs(store, aWeekAgoMs, signal)).toBe(0);
  });

  test('resumes a deletion that was interrupted', async () => {
    const { store, age } = await emptyStore();
    await finishedJob(store, 'old');
    await age('old', 8);
    let deletions = 0;
    const failing = faultyStore(store, (method) =>
      method === 'delete' && ++deletions > 3 ? new Error('the process ends') : undefined,
    );
    await expect(deleteOldJobs(failing, aWeekAgoMs, signal)).rejects.toThrow('the process ends');
    expect(await keysOf(store)).toContain('jobs/old/outcome.json');
    expect(await deleteOldJobs(store, aWeekAgoMs, signal)).toBe(1);
    expect(await keysOf(store)).toEqual([]);
  });

  test('stops between two jobs', async () => {
    const { store, age } = await emptyStore();
    for (const jobId of ['a', 'b']) {
      await finishedJob(store, jobId);
      await age(jobId, 8);
    }
    const stopping = new AbortController();
    const reason = new Error('the process ends');
    const watched = faultyStore(store, (method, key) => {
      if (method === 'delete' && key === jobKeys.outcome('a')) stopping.abort(reason);
      return undefined;
    });
    await expect(deleteOldJobs(watched, aWeekAgoMs, stopping.signal)).rejects.toBe(reason);
    const kept = await keysOf(store);
    expect(kept).not.toContain(jobKeys.outcome('a'));
    expect(kept).toContain(jobKeys.video('b'));
  });
});
