import { Hono } from 'hono';
import { describe, expect, test } from 'vitest';
import { FolderStore } from '../../../storage/folder/folder-store.js';
import type { Store } from '../../../storage/store.js';
import { cancelled, failed, progressed, requested } from '../../../test/fixtures/events.js';
import { finishedJob } from '../../../test/fixtures/finished-job.js';
import { problemIn } from '../../../test/fixtures/problem.js';
import { temporaryFolder } from '../../../test/fixtures/temporary-folder.js';
import { onError } from '../http/problem.js';
import { readJob } from '../../status/job.js';
import { jobKeys } from '../../status/keys.js';
import { createOutcome } from '../../status/outcome.js';
import { writeProgress } from '../../status/progress.js';
import { createRequest } from '../../status/request.js';
import { systemClock } from '../../../domain/clock.js';
import { JobQueue } from './job-queue.js';
import { jobResponse, negotiateType, varyByAccept } from './job-response.js';

const json = 'application/json';
const mp4 = 'video/mp4';

async function emptyStore(): Promise<Store> {
  return new FolderStore(await temporaryFolder());
}

/** Asks for the job `job` of a store in the form of an Accept header. */
async function ask(store: Store, accept: string): Promise<Response> {
  const app = new Hono().use(varyByAccept).get('/', async (context) => {
    const job = await readJob(store, 'job');
    if (!job) throw new Error('there is no job');
    const settings = { BASE_PATH: '', RENDER_PARALLELISM: 1 };
    const queue = new JobQueue({ store, settings, clock: systemClock });
    return jobResponse(context, job, { store, settings, queue });
  });
  app.onError((error) => onError(error, { error: () => undefined, info: () => undefined }));
  return app.request('/', { headers: { accept } });
}

describe('jobResponse', () => {
  test('answers an unfinished job as JSON that no client may cache', async () => {
    const store = await emptyStore();
    await createRequest(store, 'job', requested('job'));
    await writeProgress(store, 'job', progressed('job', 10));
    for (const accept of [json, '*/*']) {
      const response = await ask(store, accept);
      expect(await response.json()).toMatchObject({ jobId: 'job', state: 'processing', framesDone: 10 });
      expect(response.headers.get('cache-control')).toBe('no-store');
      expect(response.headers.get('retry-after')).toBe('2');
      expect(response.headers.get('vary')).toBe('accept');
    }
  });

  test('answers an unfinished job with an error if only a video will do', async () => {
    const store = await emptyStore();
    await createRequest(store, 'job', requested('job'));
    const response = await ask(store, mp4);
    expect(response.headers.get('location')).toBe('/status/job');
    expect(response.headers.get('retry-after')).toBe('2');
    expect(await problemIn(response, 'not_finished')).toMatchObject({
      jobId: 'job',
      detail: 'Job job is queued; the video is not finished yet.',
    });
  });

  test('answers a completed job with its video, or with JSON', async () => {
    const store = await emptyStore();
    const video = await finishedJob(store, 'job');
    for (const accept of [mp4, '*/*']) {
      const response = await ask(store, accept);
      expect(Buffer.from(await response.arrayBuffer())).toEqual(video);
      expect(response.headers.get('content-type')).toBe(mp4);
      expect(response.headers.get('cache-control')).toBe('private, max-age=3600');
      expect(response.headers.get('content-disposition')).toBe('inline; filename="alice.mp4"');
    }
    const shown = await ask(store, json);
    expect(await shown.json()).toMatchObject({ state: 'completed', result: { frames: 50 } });
    expect(shown.headers.has('retry-after')).toBe(false);
  });

  test('reports a video that was deleted', async () => {
    const store = await emptyStore();
    await finishedJob(store, 'job');
    await store.delete(jobKeys.video('job'));
    const problem = await problemIn(await ask(store, mp4), 'job_not_found');
    expect(problem.detail).toBe('The video of job job was deleted.');
  });

  test('answers a failed job with its error', async () => {
    const store = await emptyStore();
    await createOutcome(store, 'job', failed('job', 'voice_too_long'));
    expect(await problemIn(await ask(store, mp4), 'voice_too_long')).toMatchObject({
      jobId: 'job',
      detail: 'what is wrong',
      details: { limit: 7 },
    });
  });

  test.each(['video_broken', 'internal'] as const)(
    'answers a job that ended with %s with a status that no client repeats',
    async (code) => {
      const store = await emptyStore();
      await createOutcome(store, 'job', failed('job', code));
      const response = await ask(store, mp4);
      expect(response.status).toBe(422);
      expect(await response.json()).toMatchObject({ jobId: 'job', code, status: 422 });
    },
  );

  test('answers a canceled job with an error', async () => {
    const store = await emptyStore();
    await createOutcome(store, 'job', cancelled('job'));
    const problem = await problemIn(await ask(store, '*/*'), 'cancelled');
    expect(problem).toMatchObject({ jobId: 'job', detail: 'Job job was canceled.' });
  });
});

test.each([
  [json, json],
  [mp4, mp4],
  ['video/mp4;q=0.2, application/json', json],
  ['text/html', 'whatever fits'],
  [undefined, 'whatever fits'],
])('negotiateType of Accept: %s is %s', async (accept, type) => {
  const app = new Hono().get('/', (context) => context.text(negotiateType(context)));
  const response = await app.request('/', { headers: accept === undefined ? {} : { accept } });
  expect(await response.text()).toBe(type);
});
