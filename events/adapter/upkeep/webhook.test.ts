import type { IncomingHttpHeaders } from 'node:http';
import { text } from 'node:stream/consumers';
import { Webhook } from 'standardwebhooks';
import { describe, expect, test } from 'vitest';
import { completed, outcomes, requested } from '../../../test/fixtures/events.js';
import { problemIn } from '../../../test/fixtures/problem.js';
import { jsonRender } from '../../../test/fixtures/render-request.js';
import { runningAdapter } from '../../../test/fixtures/running-adapter.js';
import { sendEvent } from '../../../test/fixtures/send-event.js';
import { unreachableUrl, serve } from '../../../test/fixtures/web-server.js';
import { listEntries } from '../../status/outbox.js';
import { createOutcome } from '../../status/outcome.js';
import { createRequest } from '../../status/request.js';

const secret = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;
const internal = { SERVICE_ROLE: 'internal', WEBHOOK_SECRET: secret, CALLBACK_ALLOW_PRIVATE: 'loopback' };

/** A server that records the webhooks it receives. */
async function receiver(status: () => number = () => 204) {
  const calls: { headers: IncomingHttpHeaders; body: string }[] = [];
  const url = await serve((request, response) => {
    void text(request).then((body) => {
      calls.push({ headers: request.headers, body });
      response.writeHead(status()).end();
    });
  });
  return { calls, url: `${url}/hook` };
}

describe('the webhook of an outcome', () => {
  test('is sent to the callbackUrl with a signature that the receiver can verify', async () => {
    const { url, store } = await runningAdapter(internal);
    const { calls, url: callbackUrl } = await receiver();
    const events = outcomes.map((make, i) => make(`job-${String(i)}`));
    for (const event of events) {
      const { jobId } = event.data;
      await createRequest(store, jobId, requested(jobId, { callbackUrl }));
      await createOutcome(store, jobId, event);
      expect((await sendEvent(new URL('/events/outcome', url), event)).status).toBe(204);
    }
    expect(calls).toHaveLength(events.length);
    for (const [i, { headers, body }] of calls.entries()) {
      const event = events[i];
      expect(headers).toMatchObject({ 'content-type': 'application/json', 'webhook-id': event?.id });
      const signed = Object.fromEntries(
        ['webhook-id', 'webhook-timestamp', 'webhook-signature'].map((name) => [name, String(headers[name])]),
      );
      const { type, time, data, subject = '' } = event ?? {};
      expect(new Webhook(secret).verify(body, signed)).toEqual({
        type,
        timestamp: time,
        dataschema: `https://example.com/schemas/v1/${type ?? ''}.json`,
        correlationid: subject,
        causationid: `${subject}.requested`,
        data,
      });
      expect(() => new Webhook(secret).verify(body.replace('job', 'boj'), signed)).toThrow();
    }
  });

  test('is not sent again to a receiver that answers 410', async () => {
    const { url, store } = await runningAdapter(internal);
    const { calls, url: callbackUrl } = await receiver(() => 410);
    await createRequest(store, 'job', requested('job', { callbackUrl }));
    await createOutcome(store, 'job', completed('job'));
    expect((await sendEvent(new URL('/events/outcome', url), completed('job'))).status).toBe(204);
    expect(await listEntries(store, 'undelivered')).toEqual([]);
    expect(calls).toHaveLength(1);
  });

  test('is sent again until the receiver accepts it', async () => {
    const { url, store } = await runningAdapter(internal);
    const answers = [500, 404, 301, 200];
    const { calls, url: callbackUrl } = await receiver(() => answers[calls.length - 1] ?? 200);
    await createRequest(store, 'job', requested('job', { callbackUrl }));
    await createOutcome(store, 'job', completed('job'));
    const statuses: number[] = [];
    for (let delivery = 0; delivery < 4; delivery++) {
      expect(await listEntries(store, 'undelivered')).toEqual(['job']);
      statuses.push((await sendEvent(new URL('/events/outcome', url), completed('job'))).status);
    }
    expect(await listEntries(store, 'undelivered')).toEqual([]);
    expect(statuses).toEqual([503, 503, 503, 204]);
    expect(new Set(calls.map(({ headers }) => headers['webhook-id']))).toEqual(new Set(['job.outcome']));

    await createRequest(store, 'other', requested('other', { callbackUrl: await unreachableUrl() }));
    await createOutcome(store, 'other', completed('other'));
    const answer = await sendEvent(new URL('/events/outcome', url), completed('other'));
    expect([answer.status, answer.text]).toEqual([503, expect.stringContaining('sink_unavailable')]);
  });

  test('is not sent to a forbidden address, even by a host name', async () => {
    const { url, store, logged } = await runningAdapter({ ...internal, CALLBACK_ALLOW_PRIVATE: 'off' });
    const { calls, url: callbackUrl } = await receiver();
    for (const [i, to] of [callbackUrl, callbackUrl.replace('127.0.0.1', 'localhost')].entries()) {
      const jobId = `job-${String(i)}`;
      await createRequest(store, jobId, requested(jobId, { callbackUrl: to }));
      await createOutcome(store, jobId, completed(jobId));
      expect((await sendEvent(new URL('/events/outcome', url), completed(jobId))).status).toBe(204);
    }
    expect(calls).toEqual([]);
    expect(logged.filter((line) => line.includes('callback_refused'))).toHaveLength(2);
  });

  test('is not sent for a job without a callbackUrl', async () => {
    const { url, store } = await runningAdapter(internal);
    await createRequest(store, 'job', requested('job'));
    await createOutcome(store, 'job', completed('job'));
    expect((await sendEvent(new URL('/events/outcome', url), completed('job'))).status).toBe(204);
  });
});

describe('POST /render with a callbackUrl', () => {
  test('accepts the job and passes the URL on in the event', async () => {
    const { ask, sink } = await runningAdapter({ WEBHOOK_SECRET: secret });
    const callbackUrl = 'https://example.com/hook';
    expect((await ask('/render', jsonRender({ callbackUrl }))).status).toBe(202);
    expect(sink.events[0]?.data).toMatchObject({ callbackUrl });
  });

  test.each([
    ['http://127.0.0.1/hook', '127.0.0.1'],
    ['http://[::1]:80/hook', '::1'],
    ['http://10.1.2.3/hook', '10.1.2.3'],
    ['http://169.254.169.254/latest', '169.254.169.254'],
    ['http://2130706433/hook', '127.0.0.1'],
  ])('rejects %s', async (callbackUrl, words) => {
    const { ask, sink } = await runningAdapter({ WEBHOOK_SECRET: secret });
    const problem = await problemIn(await ask('/render', jsonRender({ callbackUrl })), 'callback_refused');
    expect(problem.detail).toContain(words);
    expect(sink.events).toEqual([]);
  });

  test.each(['https://name:word@example.com/hook', 'https://:word@example.com/hook'])(
    'rejects the credentials in %s, and does not repeat them',
    async (callbackUrl) => {
      const { ask } = await runningAdapter({ WEBHOOK_SECRET: secret });
      const problem = await problemIn(await ask('/render', jsonRender({ callbackUrl })), 'request_invalid');
      expect(problem.detail).toBe('callbackUrl must not contain a user name or a password');
    },
  );

  test('is rejected without a WEBHOOK_SECRET', async () => {
    const { ask } = await runningAdapter();
    const response = await ask('/render', jsonRender({ callbackUrl: 'https://example.com/hook' }));
    expect((await problemIn(response, 'callback_refused')).detail).toContain('WEBHOOK_SECRET');
  });
});
