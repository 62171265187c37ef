import { CloudEvent, HTTP } from 'cloudevents';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { cancelled, completed, failed, requested, traceparent } from '../../test/fixtures/events.js';
import { problemIn } from '../../test/fixtures/problem.js';
import { runningAdapter } from '../../test/fixtures/running-adapter.js';
import { sendEvent, sendMessage } from '../../test/fixtures/send-event.js';
import type { Store } from '../../storage/store.js';
import { isClaim, takeClaim } from '../status/claim.js';
import { readJob } from '../status/job.js';
import { jobKeys } from '../status/keys.js';
import { markedJobs, readMarker, markJob } from '../status/marker.js';
import { createOutcome, readOutcome } from '../status/outcome.js';
import { createRequest } from '../status/request.js';
import { sweep } from './sweep.js';

const signal = new AbortController().signal;
const json = { contentType: 'application/json' };
const internal = { SERVICE_ROLE: 'internal' };
const ping = new CloudEvent({ type: 'dev.knative.sources.ping', source: '/ping', data: {} });
const routes = ['/events/dead-letter', '/events/sweep', '/events/outcome'];

/** A dead letter as Knative makes one. */
function deadLetter(jobId: string, resent?: number): CloudEvent<unknown> {
  return requested(jobId).cloneWith({
    knativeerrordest: 'http://avatar-function.default.svc.cluster.local',
    knativeerrorcode: 503,
    ...(resent === undefined ? {} : { resent }),
  });
}

describe('the public role', () => {
  test('knows no route for events from the cluster, whatever the method', async () => {
    const { url, ask, store } = await runningAdapter();
    await createRequest(store, 'job', requested('job'));
    for (const route of routes) {
      for (const event of [deadLetter('job', 2), completed('job'), ping]) {
        expect((await sendEvent(new URL(route, url), event)).status).toBe(404);
      }
      await problemIn(await ask(route), 'route_not_found');
    }
    expect(await readOutcome(store, 'job')).toBeUndefined();
  });
});

describe('the internal role', () => {
  test('knows no route for people', async () => {
    const { ask } = await runningAdapter(internal);
    for (const route of ['/avatars', '/avatars/alice.png', '/status/job', '/docs', '/openapi.json']) {
      await problemIn(await ask(route), 'route_not_found');
    }
    await problemIn(await ask('/render', { method: 'POST' }), 'route_not_found');
  });

  test('takes no request that is not one event', async () => {
    const { url, ask } = await runningAdapter(internal);
    for (const route of routes.slice(0, 1).concat(routes.slice(2))) {
      await problemIn(await ask(route, { method: 'POST', body: 'text' }), 'request_invalid');
      const batch = { headers: { 'content-type': 'application/cloudevents-batch+json' }, body: '[]' };
      expect((await sendMessage(new URL(route, url), batch)).status).toBe(400);
    }
    const large = HTTP.binary(requested('job'));
    const answer = await sendMessage(new URL(routes[0] ?? '', url), { ...large, body: 'x'.repeat(1 << 21) });
    expect([answer.status, answer.text]).toEqual([413, expect.stringContaining('body_too_large')]);
  });
});

describe('a dead letter', () => {
  test('is sent again twice, then its job fails', async () => {
    const { url, store, sink, ask } = await runningAdapter(internal);
    const route = new URL('/events/dead-letter', url);
    await createRequest(store, 'job', requested('job'));
    let letter = deadLetter('job');
    for (const resent of [1, 2]) {
      expect((await sendEvent(route, letter, resent === 1 ? 'binary' : 'structured')).status).toBe(204);
      const sent = sink.events.at(-1);
      expect(sent).toMatchObject({
        id: 'job.requested',
        type: 'render.requested',
        data: requested('job').data,
      });
      expect(Number(sent?.['resent'])).toBe(resent);
      expect(sent).not.toHaveProperty('knativeerrorcode');
      letter = deadLetter('job', resent);
    }
    for (let delivery = 0; delivery < 2; delivery++) {
      expect((await sendEvent(route, letter)).status).toBe(204);
    }
    expect(sink.events.map(({ type }) => type)).toEqual([
      'render.requested',
      'render.requested',
      'render.failed',
    ]);
    expect(sink.events.at(-1)).toMatchObject({
      id: 'job.outcome',
      source: '/avatar-service/adapter',
      traceparent,
      data: { jobId: 'job', avatarId: 'alice', code: 'job_abandoned' },
    });
    expect((await readOutcome(store, 'job'))?.type).toBe('render.failed');
    const metrics = await (await ask('/metrics')).text();
    expect(metrics).toContain('avatar_jobs_resent_total{why="dead-letter"} 2');
    expect(metrics).toContain('avatar_open_jobs 0');
  });

  test('of a job that has ended, or of another type, is passed over', async () => {
    const { url, store, sink } = await runningAdapter(internal);
    const route = new URL('/events/dead-letter', url);
    await createOutcome(store, 'job', cancelled('job'));
    for (const event of [deadLetter('job', 2), completed('other'), ping]) {
      expect((await sendEvent(route, event)).status).toBe(204);
    }
    expect(sink.events).toEqual([]);
    expect((await readOutcome(store, 'job'))?.type).toBe('render.cancelled');
    expect(await readJob(store, 'other')).toBeUndefined();
  });

  test('that the sink does not take is to be delivered again', async () => {
    const { url, store, sink } = await runningAdapter(internal);
    await createRequest(store, 'job', requested('job'));
    sink.answer(503);
    const answer = await sendEvent(new URL('/events/dead-letter', url), deadLetter('job'));
    expect([answer.status, answer.text]).toEqual([503, expect.stringContaining('sink_unavailable')]);
    expect(await readOutcome(store, 'job')).toBeUndefined();
  });
});

describe('an outcome', () => {
  test('is taken as often as it comes, and so is whatever else does', async () => {
    const { url } = await runningAdapter(internal);
    for (const event of [completed('job'), completed('job'), failed('job'), requested('job'), ping]) {
      expect((await sendEvent(new URL('/events/outcome', url), event)).status).toBe(204);
    }
  });
});

describe('the sweep', () => {
  const atOnce = { ...internal, RESEND_AFTER_SECONDS: '0.001' };
  const sweepNow = async (url: string) => {
    expect((await sendEvent(new URL('/events/sweep', url), ping)).status).toBe(204);
  };

  test('sends again what nobody has taken, less and less often', async () => {
    const { url, store, sink } = await runningAdapter({ ...internal, RESEND_AFTER_SECONDS: '60' });
    await createRequest(store, 'job', requested('job'));
    const sentAgo = async (seconds: number, resent: number) => {
      const marker = { sentAt: new Date(Date.now() - seconds * 1000).toISOString(), resent };
      await store.put(jobKeys.open('job'), Buffer.from(JSON.stringify(marker)), json);
      await sweepNow(url);
      return sink.events.length;
    };
    expect(await sentAgo(30, 0)).toBe(0);
    expect(await sentAgo(90, 0)).toBe(1);
    expect(sink.events[0]).toMatchObject({ id: 'job.requested', data: requested('job').data });
    expect((await readMarker(store, 'open', 'job'))?.resent).toBe(1);
    // What was just sent is given its time.
    await sweepNow(url);
    expect(await sentAgo(90, 1)).toBe(1);
    expect(await sentAgo(150, 1)).toBe(2);
    // No less often than every ten minutes.
    expect(await sentAgo(590, 9)).toBe(2);
    expect(await sentAgo(610, 9)).toBe(3);
  });

  test('lets alone what is claimed, and what has ended', async () => {
    const { url, store, sink } = await runningAdapter(atOnce);
    for (const jobId of ['claimed', 'ended', 'released']) await createRequest(store, jobId, requested(jobId));
    await claimed(store, 'claimed');
    await (await claimed(store, 'released')).release();
    await store.put(jobKeys.outcome('ended'), Buffer.from(JSON.stringify(completed('ended'))), {
      contentType: 'application/json',
    });
    await sweepNow(url);
    const requests = sink.events.filter(({ type }) => type === 'render.requested');
    expect(requests.map(({ subject }) => subject)).toEqual(['released']);
    expect(await markedJobs(store, 'open')).toEqual(['claimed', 'released']);
  });

  test('goes on where the sink does not take an event', async () => {
    const { url, store, sink } = await runningAdapter(atOnce);
    for (const jobId of ['a', 'b']) await createRequest(store, jobId, requested(jobId));
    sink.answer(500);
    await sweepNow(url);
    expect(sink.events.map(({ subject }) => subject)).toEqual(['a', 'b']);
  });

  test('goes on behind a job that it cannot look at, and says which', async () => {
    const { url, store, sink, logged } = await runningAdapter(atOnce);
    for (const jobId of ['a', 'b', 'c']) await createRequest(store, jobId, requested(jobId));
    await store.put(jobKeys.open('a'), Buffer.from(''), json);
    await store.put(jobKeys.request('b'), Buffer.from('{'), json);
    expect((await sendEvent(new URL('/events/sweep', url), ping)).status).toBe(500);
    // A marker that is broken is made anew by the resend; a request that is, nobody can send.
    expect(sink.events.map(({ subject }) => subject)).toEqual(['a', 'c']);
    expect((await readMarker(store, 'open', 'a'))?.resent).toBe(1);
    const said = logged.filter((line) => line.includes('could not look at a job'));
    expect(said.map((line) => JSON.parse(line) as unknown)).toEqual([
      expect.objectContaining({ jobId: 'b' }),
    ]);
  });

  test('tells an outcome again that nobody is known to have heard, until somebody has', async () => {
    const { url, store, sink } = await runningAdapter({ ...internal, RESEND_AFTER_SECONDS: '60' });
    const outcome = completed('job');
    await createRequest(store, 'job', requested('job'));
    await createOutcome(store, 'job', outcome);
    const toldAgo = async (seconds: number, resent: number) => {
      const marker = { sentAt: new Date(Date.now() - seconds * 1000).toISOString(), resent };
      await store.put(jobKeys.untold('job'), Buffer.from(JSON.stringify(marker)), json);
      await sweepNow(url);
      return sink.events.length;
    };
    expect(await toldAgo(30, 0)).toBe(0);
    expect(await toldAgo(90, 0)).toBe(1);
    expect(sink.events[0]?.toJSON()).toEqual(outcome.toJSON());
    expect(await toldAgo(90, 1)).toBe(1);
    expect(await toldAgo(150, 1)).toBe(2);
    expect((await sendEvent(new URL('/events/outcome', url), outcome)).status).toBe(204);
    expect(await markedJobs(store, 'untold')).toEqual([]);
    await sweepNow(url);
    expect(sink.events).toHaveLength(2);
  });

  test('tells no outcome for ever, and none of a job that is gone', async () => {
    const { url, store, sink, logged } = await runningAdapter(internal);
    await createOutcome(store, 'job', completed('job'));
    const long = { sentAt: new Date(0).toISOString(), resent: 8 };
    for (const jobId of ['job', 'gone']) {
      await store.put(jobKeys.untold(jobId), Buffer.from(JSON.stringify(long)), json);
    }
    await sweepNow(url);
    expect(sink.events).toEqual([]);
    expect(await markedJobs(store, 'untold')).toEqual([]);
    expect(logged.filter((line) => line.includes('it is not told again'))).toHaveLength(1);
  });

  test('takes up a job whose end was cut off: its outcome is told', async () => {
    const { url, store, sink } = await runningAdapter(atOnce);
    await createRequest(store, 'job', requested('job'));
    await store.put(jobKeys.outcome('job'), Buffer.from(JSON.stringify(completed('job'))), json);
    await sweepNow(url);
    await new Promise((resolve) => setTimeout(resolve, 20));
    await sweepNow(url);
    expect(await markedJobs(store, 'open')).toEqual([]);
    expect(sink.events.at(-1)).toMatchObject({ id: 'job.outcome', type: 'render.completed' });
  });

  test('keeps a marker without a request for a while', async () => {
    const { url, store } = await runningAdapter(atOnce);
    await markJob(store, 'open', 'fresh');
    const old = { sentAt: new Date(Date.now() - 3_700_000).toISOString(), resent: 0 };
    await store.put(jobKeys.open('old'), Buffer.from(JSON.stringify(old)), {
      contentType: 'application/json',
    });
    await sweepNow(url);
    expect(await markedJobs(store, 'open')).toEqual(['fresh']);
  });

  test('clears away what is left of the tasks of another day, and no job', async () => {
    const { adapter, store } = await runningAdapter(internal);
    await store.put('tasks/a/image.png', Buffer.from('picture'), { contentType: 'image/png' });
    await createOutcome(store, 'job', completed('job'));
    await sweep(adapter, signal);
    expect(await store.head('tasks/a/image.png')).toBeDefined();
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 25 * 3600_000 });
    onTestFinished(() => void vi.useRealTimers());
    await sweep(adapter, signal);
    expect(await store.head('tasks/a/image.png')).toBeUndefined();
    expect(await readOutcome(store, 'job')).toBeDefined();
  });

  test('deletes jobs that are too old, with all that belongs to them', async () => {
    const { adapter, store } = await runningAdapter({ ...internal, RETENTION_DAYS: '0.00001' });
    await createRequest(store, 'job', requested('job'));
    await store.put(jobKeys.video('job'), Buffer.from('video'), { contentType: 'video/mp4' });
    await createOutcome(store, 'job', completed('job'));
    await createRequest(store, 'unfinished', requested('unfinished'));
    await new Promise((resolve) => setTimeout(resolve, 1000));
    await sweep(adapter, signal);
    const keys: string[] = [];
    for await (const { key } of store.list('')) keys.push(key);
    expect(keys).toEqual(['jobs/unfinished/request.json', 'open/unfinished']);
  });
});

async function claimed(store: Store, jobId: string) {
  const claim = await takeClaim(store, jobId, 'somebody', 600);
  if (!isClaim(claim)) throw new Error('not free');
  return claim;
}
