import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { openAdapter } from '../../../test/fixtures/adapter-context.js';
import { cancelled, progressed, requested, requestedAt } from '../../../test/fixtures/events.js';
import { finishedJob } from '../../../test/fixtures/finished-job.js';
import { problemIn } from '../../../test/fixtures/problem.js';
import { jsonRender } from '../../../test/fixtures/render-request.js';
import { createOutcome } from '../../status/outcome.js';
import { writeProgress } from '../../status/progress.js';
import { createRequest } from '../../status/request.js';

const pageSchema = z.object({
  jobs: z.array(z.looseObject({ jobId: z.string(), state: z.string() })),
  nextCursor: z.string().optional(),
});

async function pageIn(response: Response) {
  expect(response.status).toBe(200);
  const page = pageSchema.parse(await response.json());
  return { ...page, ids: page.jobs.map(({ jobId }) => jobId) };
}

const keys = {
  shop: 'the-key-of-the-shop',
  replaced: 'the-next-key-of-the-shop',
  bank: 'the-key-of-the-bank',
  ops: 'the-key-of-the-operator',
};
const API_KEYS = `shop:render:${keys.shop},shop:render:${keys.replaced},${keys.bank},ops:admin:${keys.ops}`;

function by(key: keyof typeof keys, more: Readonly<Record<string, string>> = {}) {
  return { headers: { authorization: `Bearer ${keys[key]}`, ...more } };
}

describe('GET /jobs', () => {
  test('lists jobs of all states, the newest first, with their place while they are queued', async () => {
    const { adapter, ask } = await openAdapter();
    const { store } = adapter;
    await createRequest(store, 'done', requestedAt('done', '2026-03-02T09:30:00.000Z'));
    await finishedJob(store, 'newest');
    await createOutcome(store, 'done', cancelled('done'));
    await createRequest(store, 'rendering', requestedAt('rendering', '2026-03-02T09:31:00.000Z'));
    await writeProgress(store, 'rendering', progressed('rendering'));
    await createRequest(store, 'waiting', requestedAt('waiting', '2026-03-02T09:32:00.000Z'));
    const { jobs, nextCursor } = await pageIn(await ask('/jobs'));
    expect(jobs.map(({ jobId, state }) => [jobId, state])).toEqual([
      ['newest', 'completed'],
      ['waiting', 'queued'],
      ['rendering', 'processing'],
      ['done', 'cancelled'],
    ]);
    expect(jobs[1]).toMatchObject({ queuePosition: 2, startsInSeconds: 30, statusUrl: '/status/waiting' });
    expect(nextCursor).toBeUndefined();
    for (const state of ['completed', 'queued', 'processing', 'cancelled', 'failed']) {
      const page = await pageIn(await ask(`/jobs?state=${state}`));
      const expected = jobs.filter((job) => job.state === state).map(({ jobId }) => jobId);
      expect([state, page.ids]).toEqual([state, expected]);
    }
  });

  test('pages with a cursor', async () => {
    const { adapter, ask } = await openAdapter();
    for (const jobId of ['a', 'b', 'c']) {
      const time = `2026-03-02T09:3${String('abc'.indexOf(jobId))}:00.000Z`;
      await createRequest(adapter.store, jobId, requestedAt(jobId, time));
    }
    const first = await pageIn(await ask('/jobs?limit=2'));
    expect(first.ids).toEqual(['c', 'b']);
    const second = await pageIn(await ask(`/jobs?limit=2&cursor=${first.nextCursor ?? ''}`));
    expect([second.ids, second.nextCursor]).toEqual([['a'], undefined]);
  });

  test.each(['limit=0', 'limit=101', 'state=waiting', 'cursor=..%2Fpending'])('rejects %s', async (query) => {
    const { ask } = await openAdapter();
    const problem = await problemIn(await ask(`/jobs?${query}`), 'request_invalid');
    expect(problem.details).toEqual({ fields: [query.split('=')[0]] });
  });

  test("lists a key's own jobs, those of its successor of the same name, and all for an admin", async () => {
    const { ask, logged } = await openAdapter({ API_KEYS });
    const accepted = z.object({ jobId: z.string() });
    const render = async (key: keyof typeof keys) => {
      const response = await ask('/render', jsonRender({}, by(key).headers));
      return accepted.parse(await response.json()).jobId;
    };
    const ids = {
      shop: await render('shop'),
      bank: await render('bank'),
      replaced: await render('replaced'),
    };
    expect(logged.filter(({ event }) => event === 'job.accepted').map(({ client }) => client)).toEqual([
      'shop',
      expect.stringMatching(/^key-[0-9a-f]{8}$/),
      'shop',
    ]);
    const listed = async (key: keyof typeof keys) => (await pageIn(await ask('/jobs', by(key)))).ids.sort();
    expect(await listed('bank')).toEqual([ids.bank]);
    expect(await listed('shop')).toEqual([ids.shop, ids.replaced].sort());
    expect(await listed('replaced')).toEqual([ids.shop, ids.replaced].sort());
    expect(await listed('ops')).toEqual(Object.values(ids).sort());
  });
});

describe('GET /jobs/{jobId} and /status/{jobId}/video', () => {
  test('give JSON and the video, whatever the client accepts', async () => {
    const { adapter, ask } = await openAdapter();
    const video = await finishedJob(adapter.store, 'job');
    for (const accept of ['*/*', 'video/mp4', 'application/json']) {
      const json: unknown = await (await ask('/jobs/job', { headers: { accept } })).json();
      expect(json).toMatchObject({ jobId: 'job', state: 'completed' });
      for (const name of ['video', 'video.mp4']) {
        const response = await ask(`/status/job/${name}`, { headers: { accept } });
        expect(response.headers.get('content-disposition')).toBe('inline; filename="alice.mp4"');
        expect(Buffer.from(await response.arrayBuffer()).equals(video)).toBe(true);
      }
    }
  });

  test.each([
    ['webm', 'video/webm'],
    ['mov', 'video/quicktime'],
  ] as const)('give a %s its own type, name, and ranges', async (format, type) => {
    const { adapter, ask } = await openAdapter();
    const video = await finishedJob(adapter.store, 'job', format);
    for (const path of ['/status/job/video', `/status/job/video.${format}`, '/status/job']) {
      const response = await ask(path, { headers: { accept: type, range: 'bytes=10-19' } });
      expect(response.status).toBe(206);
      expect(Object.fromEntries(response.headers)).toMatchObject({
        'content-type': type,
        'content-range': 'bytes 10-19/1000',
        'content-disposition': `inline; filename="alice.${format}"`,
      });
      expect(Buffer.from(await response.arrayBuffer()).equals(video.subarray(10, 20))).toBe(true);
    }
    const { detail } = await problemIn(await ask('/status/job/video.mp4'), 'route_not_found');
    expect(detail).toBe(`The video of job job has the format ${format}, not mp4. Use /status/job/video.`);
  });

  test('report a job that has no video yet, and one that does not exist', async () => {
    const { adapter, ask } = await openAdapter();
    await createRequest(adapter.store, 'job', requested('job'));
    expect((await problemIn(await ask('/status/job/video.mp4'), 'not_finished')).jobId).toBe('job');
    await problemIn(await ask('/status/none/video.mp4'), 'job_not_found');
    await problemIn(await ask('/jobs/none'), 'job_not_found');
    await problemIn(await ask('/jobs/No_One'), 'request_invalid');
  });
});
