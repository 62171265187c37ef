import { expect, test } from 'vitest';
import { z } from '@hono/zod-openapi';
import { finishedJob } from '../../../test/fixtures/finished-job.js';
import { requested } from '../../../test/fixtures/events.js';
import { runningAdapter, type RunningAdapter } from '../../../test/fixtures/running-adapter.js';
import { bucketForTests } from '../../../test/fixtures/stores.js';
import { createRequest } from '../../status/request.js';
import { jobSchema } from './job-document.js';

const openBucket = bucketForTests();

async function shownJob({ ask }: RunningAdapter, jobId: string): Promise<z.infer<typeof jobSchema>> {
  const response = await ask(`/status/${jobId}`, { headers: { accept: 'application/json' } });
  return jobSchema.parse(await response.json());
}

test('a completed job in a bucket has a downloadUrl that is valid for one hour', async () => {
  const { environment } = await openBucket();
  const running = await runningAdapter({ STORE: environment['STORE'] ?? '' });
  const video = await finishedJob(running.store, 'job');
  const { state, downloadUrl = '' } = await shownJob(running, 'job');
  expect(state).toBe('completed');
  const address = new URL(downloadUrl);
  expect(address.origin).toBe(environment['AWS_ENDPOINT_URL_S3']);
  expect(address.searchParams.get('X-Amz-Expires')).toBe('3600');
  const response = await fetch(address);
  expect(response.headers.get('content-disposition')).toBe('attachment; filename="alice.mp4"');
  expect(Buffer.from(await response.arrayBuffer())).toEqual(video);
  // The service itself still sends the video, without a redirect to the bucket.
  const here = await running.ask('/status/job');
  expect([here.url, here.redirected]).toEqual([`${running.url}/status/job`, false]);
  expect(Buffer.from(await here.arrayBuffer())).toEqual(video);
});

test('a job without a video, or in a folder, has no downloadUrl', async () => {
  const { environment } = await openBucket();
  const inBucket = await runningAdapter({ STORE: environment['STORE'] ?? '' });
  await createRequest(inBucket.store, 'job', requested('job'));
  expect(await shownJob(inBucket, 'job')).not.toHaveProperty('downloadUrl');
  const inFolder = await runningAdapter();
  await finishedJob(inFolder.store, 'job');
  expect(await shownJob(inFolder, 'job')).not.toHaveProperty('downloadUrl');
});
