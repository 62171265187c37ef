import { text } from 'node:stream/consumers';
import { HTTP, type CloudEvent } from 'cloudevents';
import { expect, onTestFinished, test, vi } from 'vitest';
import { Webhook } from 'standardwebhooks';
import { openAdapter } from '../../../test/fixtures/adapter-context.js';
import { requested } from '../../../test/fixtures/events.js';
import { leased } from '../../../test/fixtures/leased.js';
import { serve } from '../../../test/fixtures/web-server.js';
import { listEntries } from '../../status/outbox.js';
import { createRequest } from '../../status/request.js';
import { sweep } from './sweep.js';

const secret = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;
const hourMs = 3600_000;

/** The bodies of the webhooks that a receiver has verified. */
async function receiver() {
  const bodies: unknown[] = [];
  const url = await serve((request, response) => {
    void text(request).then((body) => {
      const names = ['webhook-id', 'webhook-timestamp', 'webhook-signature'];
      const signed = Object.fromEntries(names.map((name) => [name, String(request.headers[name])]));
      bodies.push(new Webhook(secret).verify(body, signed));
      response.writeHead(204).end();
    });
  });
  return { bodies, callbackUrl: `${url}/hook` };
}

test.each([
  ['that no broker ever delivers', 0],
  ['whose Kubernetes Job fails whenever it is started', 5],
])('a job %s ends as job_abandoned after a day, with its webhook', async (_, failuresPerRequest) => {
  const { bodies, callbackUrl } = await receiver();
  let attempts = 0;
  const opened = await openAdapter(
    { SERVICE_ROLE: 'internal', WEBHOOK_SECRET: secret, CALLBACK_ALLOW_PRIVATE: 'loopback' },
    async (event: CloudEvent<unknown>) => {
      if (event.type !== 'render.requested') {
        await opened.ask('/events/outcome', requestOf(event));
        return;
      }
      for (let failure = 0; failure < failuresPerRequest; failure++) {
        const lease = await leased(opened.adapter.store, 'job', { name: `pod-${String(++attempts)}` });
        await lease.release();
        lease.stop();
      }
    },
  );
  const { adapter, sent } = opened;
  await createRequest(adapter.store, 'job', requested('job', { callbackUrl }));
  const startMs = Date.now();
  onTestFinished(() => void vi.useRealTimers());
  for (let hour = 1; hour <= 26; hour++) {
    vi.useFakeTimers({ toFake: ['Date'], now: startMs + hour * hourMs });
    await sweep(adapter, new AbortController().signal);
    expect(bodies).toHaveLength(hour < 24 ? 0 : 1);
  }

  expect(attempts).toBe(23 * failuresPerRequest);
  expect(sent.map(({ type }) => type)).toEqual([
    ...Array<string>(23).fill('render.requested'),
    'render.failed',
  ]);
  const message = 'The job did not end within 24 h (ABANDON_AFTER_HOURS) and was sent again 23 times.';
  expect(bodies[0]).toMatchObject({
    type: 'render.failed',
    timestamp: new Date(startMs + 24 * hourMs).toISOString(),
    correlationid: 'job',
    causationid: 'job.requested',
    data: { jobId: 'job', avatarId: 'alice', code: 'job_abandoned', message },
  });
  // The Job runs after all, and sends the recorded outcome as its own.
  const outcome = sent.at(-1);
  if (outcome) await opened.ask('/events/outcome', requestOf(outcome));
  expect(bodies).toHaveLength(1);
  expect(await listEntries(adapter.store, 'pending')).toEqual([]);
  expect(await listEntries(adapter.store, 'undelivered')).toEqual([]);
});

/** The event as a Trigger delivers it. */
function requestOf(event: CloudEvent<unknown>): RequestInit {
  const { headers, body } = HTTP.binary(event);
  return {
    method: 'POST',
    headers: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)])),
    body: String(body),
  };
}
