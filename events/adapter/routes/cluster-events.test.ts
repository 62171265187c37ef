import { CloudEvent, HTTP } from 'cloudevents';
import { describe, expect, test } from 'vitest';
import { cancelled, completed, failed, requested, traceparent } from '../../../test/fixtures/events.js';
import { problemIn } from '../../../test/fixtures/problem.js';
import { runningAdapter } from '../../../test/fixtures/running-adapter.js';
import { serve } from '../../../test/fixtures/web-server.js';
import { sendEvent, sendMessage } from '../../../test/fixtures/send-event.js';
import { readJob } from '../../status/job.js';
import { listEntries } from '../../status/outbox.js';
import { createOutcome, readOutcome } from '../../status/outcome.js';
import { createRequest } from '../../status/request.js';

const internal = { SERVICE_ROLE: 'internal' };
const ping = new CloudEvent({ type: 'dev.knative.sources.ping', source: '/ping', data: {} });
const routes = ['/events/dead-letter', '/events/sweep', '/events/outcome'];

/** A dead letter as Knative makes one. */
function deadLetter(jobId: string): CloudEvent<unknown> {
  return requested(jobId).cloneWith({
    knativeerrordest: 'http://avatar-function.default.svc.cluster.local',
    knativeerrorcode: 502,
  });
}

describe('the public role', () => {
  test('has no routes for events from the cluster, with any method', async () => {
    const { url, ask, store } = await runningAdapter();
    await createRequest(store, 'job', requested('job'));
    for (const route of routes) {
      for (const event of [deadLetter('job'), completed('job'), ping]) {
        expect((await sendEvent(new URL(route, url), event)).status).toBe(404);
      }
      await problemIn(await ask(route), 'route_not_found');
    }
    expect(await readOutcome(store, 'job')).toBeUndefined();
  });
});

describe('the internal role', () => {
  test('has no routes for clients', async () => {
    const { ask } = await runningAdapter(internal);
    for (const route of ['/avatars', '/avatars/alice.png', '/status/job', '/docs', '/openapi.json']) {
      await problemIn(await ask(route), 'route_not_found');
    }
    await problemIn(await ask('/render', { method: 'POST' }), 'route_not_found');
  });

  test('rejects requests that are not a single event', async () => {
    const { url, ask } = await runningAdapter(internal);
    for (const route of routes.slice(0, 1).concat(routes.slice(2))) {
      await problemIn(await ask(route, { method: 'POST', body: 'text' }), 'request_invalid');
      const batch = { headers: { 'content-type': 'application/cloudevents-batch+json' }, body: '[]' };
      expect((await sendMessage(new URL(route, url), batch)).status).toBe(415);
    }
    const large = HTTP.binary(requested('job'));
    const answer = await sendMessage(new URL(routes[0] ?? '', url), { ...large, body: 'x'.repeat(1 << 21) });
    expect([answer.status, answer.text]).toEqual([413, expect.stringContaining('body_too_large')]);
  });
});

describe('POST /events/dead-letter', () => {
  test('sends the event again twice, and then fails its job', async () => {
    const { url, store, sink, ask } = await runningAdapter(internal);
    const route = new URL('/events/dead-letter', url);
    await createRequest(store, 'job', requested('job'));
    const letter = deadLetter('job');
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
    expect(metrics).toContain('avatar_jobs_resent_total{reason="dead-letter"} 2');
    expect(metrics).toContain('avatar_open_jobs 0');
  });

  test('ignores events of other types and of jobs that have ended', async () => {
    const { url, store, sink } = await runningAdapter(internal);
    const route = new URL('/events/dead-letter', url);
    await createOutcome(store, 'job', cancelled('job'));
    for (const event of [deadLetter('job'), completed('other'), ping]) {
      expect((await sendEvent(route, event)).status).toBe(204);
    }
    expect(sink.events).toEqual([]);
    expect((await readOutcome(store, 'job'))?.type).toBe('render.cancelled');
    expect(await readJob(store, 'other')).toBeUndefined();
  });

  test('responds with 503 if the sink does not accept the event', async () => {
    const { url, store, sink } = await runningAdapter(internal);
    await createRequest(store, 'job', requested('job'));
    sink.answer(503);
    const answer = await sendEvent(new URL('/events/dead-letter', url), deadLetter('job'));
    expect([answer.status, answer.text]).toEqual([503, expect.stringContaining('sink_unavailable')]);
    expect(await readOutcome(store, 'job')).toBeUndefined();
  });
});

describe('POST /events/outcome', () => {
  test('accepts repeated outcomes and events of other types', async () => {
    const { url } = await runningAdapter(internal);
    for (const event of [completed('job'), completed('job'), failed('job'), requested('job'), ping]) {
      expect((await sendEvent(new URL('/events/outcome', url), event)).status).toBe(204);
    }
  });

  test('removes the undelivered entry for the recorded outcome only', async () => {
    const { url, store } = await runningAdapter(internal);
    const route = new URL('/events/outcome', url);
    await createOutcome(store, 'job', completed('job'));
    const others = [
      failed('job'),
      completed('job').cloneWith({ data: { ...completed('job').data, frames: 1 } }),
      completed('job').cloneWith({ id: 'other.refused' }),
    ];
    for (const other of others) expect((await sendEvent(route, other)).status).toBe(204);
    expect(await listEntries(store, 'undelivered')).toEqual(['job']);
    expect((await sendEvent(route, completed('job'))).status).toBe(204);
    expect(await listEntries(store, 'undelivered')).toEqual([]);
  });

  test('sends no webhook for an outcome that another sender invents', async () => {
    let requests = 0;
    const receiver = await serve((_, response) => {
      requests++;
      response.end();
    });
    const { url, store } = await runningAdapter({
      ...internal,
      WEBHOOK_SECRET: `whsec_${Buffer.alloc(24, 7).toString('base64')}`,
      CALLBACK_ALLOW_PRIVATE: 'loopback',
    });
    const route = new URL('/events/outcome', url);
    await createRequest(store, 'job', requested('job', { callbackUrl: receiver }));
    const forged = failed('job');
    expect((await sendEvent(route, forged)).status).toBe(204);
    await createOutcome(store, 'job', completed('job'));
    expect((await sendEvent(route, forged)).status).toBe(204);
    expect(requests).toBe(0);
    expect((await sendEvent(route, completed('job'))).status).toBe(204);
    expect(requests).toBe(1);
  });
});
