import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { openAdapter } from '../../test/fixtures/adapter-context.js';
import { crowdedBucket, type CrowdedBucket } from '../../test/fixtures/crowded-bucket.js';
import { requested } from '../../test/fixtures/events.js';
import { ManualClock } from '../../test/fixtures/manual-clock.js';
import { s3Environment } from '../../test/fixtures/s3-server.js';
import { serializeEvent } from '../contract/events.js';
import { jobKeys } from '../status/keys.js';
import { createApp } from './app.js';

/* How many requests an answer costs, in a bucket with 5000 portraits and 10 000 jobs. */

const portraits = 5000;
const jobs = 10_000;

let bucket: CrowdedBucket;
let clock: ManualClock;
let ask: (page: string) => Promise<Response>;

beforeEach(async () => {
  bucket = await crowdedBucket();
  for (let index = 0; index < portraits; index++) {
    bucket.objects.set(`avatars/portrait-${String(index)}.png`, Buffer.from('picture'));
  }
  for (let index = 0; index < jobs; index++) {
    const jobId = `job-${String(index)}`;
    bucket.objects.set(jobKeys.request(jobId), Buffer.from(serializeEvent(requested(jobId))));
  }
  bucket.objects.set(jobKeys.pending('job-1'), Buffer.from('{}'));
  for (const [name, value] of Object.entries(s3Environment(bucket.url))) vi.stubEnv(name, value);
  const { adapter } = await openAdapter({ STORE: 's3://bucket', MODEL_BUCKET: 'bucket' });
  clock = new ManualClock();
  const app = createApp({ ...adapter, clock });
  ask = async (page) => app.request(page);
  bucket.requests.length = 0;
});

afterEach(() => vi.unstubAllEnvs());

/** The requests to the bucket that an answer costs, and the answer. */
async function costOf(page: string): Promise<{ status: number; body: string; requests: string[] }> {
  bucket.requests.length = 0;
  const response = await ask(page);
  const body = await response.text();
  return { status: response.status, body, requests: [...bucket.requests] };
}

describe('in a bucket with 5000 portraits and 10 000 jobs', () => {
  test('a portrait costs one list of its own names, and its metadata', async () => {
    const { status, requests } = await costOf('/avatars/portrait-4321');
    expect(status).toBe(200);
    expect(requests).toEqual(['LIST avatars/portrait-4321.', 'GET avatars/portrait-4321.json']);
    expect((await costOf('/avatars/portrait-4321.png')).requests).toEqual([
      'LIST avatars/portrait-4321.',
      'GET avatars/portrait-4321.png',
    ]);
  });

  test('an unknown portrait costs one request, and less than 1 kB', async () => {
    const { status, body, requests } = await costOf('/avatars/unknown');
    expect(status).toBe(404);
    expect(requests).toEqual(['LIST avatars/unknown.']);
    expect(Buffer.byteLength(body)).toBeLessThan(1000);
    const long = await costOf(`/avatars/${'x'.repeat(3000)}`);
    expect(long.requests).toEqual([]);
    expect(Buffer.byteLength(long.body)).toBeLessThan(1000);
  });

  test('the list of portraits costs a request for each thousand', async () => {
    const { body, requests } = await costOf('/avatars');
    expect((JSON.parse(body) as unknown[]).length).toBeGreaterThanOrEqual(portraits);
    expect(requests).toEqual(Array.from({ length: 5 }, () => 'LIST avatars/'));
  });

  test('metrics cost two requests within five seconds, and readiness its probe', async () => {
    expect((await costOf('/metrics')).body).toMatch(/^avatar_open_jobs 1$/m);
    expect(bucket.requests).toEqual(['LIST pending/', `HEAD ${jobKeys.request('job-1')}`]);
    expect((await costOf('/metrics')).requests).toEqual([]);
    const probes = (await costOf('/health/readiness')).requests.map((request) => request.split(' ')[0]);
    expect(probes).toEqual(['GET', 'PUT', 'DELETE']);
    for (let time = 0; time < 20; time++) expect((await costOf('/health/readiness')).requests).toEqual([]);
  });

  test('the followers of a job share their reads, and each of them costs none', async () => {
    const reads = [jobKeys.outcome('job-7'), jobKeys.request('job-7'), jobKeys.progress('job-7')];
    const own = reads.map((key) => `GET ${key}`);
    // Its place in the queue costs all clients together one list within two seconds.
    const place = ['LIST pending/', `GET ${jobKeys.request('job-1')}`];
    expect((await costOf('/status/job-7')).requests).toEqual([...own, ...place]);
    bucket.requests.length = 0;
    const followers = Array.from({ length: 50 }, async () => (await ask('/status/job-7?wait=0.2')).text());
    // Each has its own time, and all have one poll.
    await vi.waitFor(() => expect(clock.sleeping).toBe(51));
    clock.advance(200);
    const answers = await Promise.all(followers);
    for (const answer of answers)
      expect(JSON.parse(answer)).toMatchObject({ jobId: 'job-7', state: 'queued' });
    expect(bucket.requests).toEqual(own);
  });
});
