import { pathToFileURL } from 'node:url';
import { Webhook } from 'standardwebhooks';
import { expect, onTestFinished, test, vi } from 'vitest';
import { createLogger } from '../../config/logger.js';
import { readSettings } from '../../config/settings.js';
import { createApp } from '../../events/adapter/app.js';
import { openAdapterContext } from '../../events/adapter/context.js';
import { serveApp } from '../../events/adapter/http/serve-app.js';
import { LocalBroker } from '../../events/local/local-broker.js';
import { outcomeTypes } from '../../events/contract/event-data.js';
import { renderOutcome, renderRequested } from '../../events/contract/events.js';
import { createOutcome } from '../../events/status/outcome.js';
import { createRequest } from '../../events/status/request.js';
import { producers } from '../fixtures/events.js';
import { temporaryFolder } from '../fixtures/temporary-folder.js';
import { serve } from '../fixtures/web-server.js';

const secret = `whsec_${Buffer.alloc(24, 7).toString('base64')}`;

test('a receiver that fails five times accepts the webhook at the sixth attempt, always with the same id', async () => {
  const log = createLogger('adapter', { LOG_LEVEL: 'silent' });
  const STORE = pathToFileURL(await temporaryFolder()).href;
  const environment = { STORE, WEBHOOK_SECRET: secret, CALLBACK_ALLOW_PRIVATE: 'loopback' };
  const adapter = await openAdapterContext(readSettings({ ...environment, SERVICE_ROLE: 'internal' }), log);
  const internal = await serveApp(createApp(adapter), 0, '127.0.0.1');
  const received: { headers: Record<string, string>; body: string }[] = [];
  const callbackUrl = await serve((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => {
      const names = ['webhook-id', 'webhook-timestamp', 'webhook-signature'];
      received.push({
        headers: Object.fromEntries(names.map((name) => [name, String(request.headers[name])])),
        body,
      });
      response.writeHead(received.length <= 5 ? 500 : 204).end();
    });
  });
  const broker = new LocalBroker(
    [
      {
        name: 'webhooks',
        types: outcomeTypes,
        subscriber: new URL(`http://127.0.0.1:${String(internal.port)}/events/outcome`),
        parallelism: 1,
        retry: 10,
        backoffMs: 5,
        timeoutMs: 30_000,
      },
    ],
    log,
  );
  onTestFinished(async () => {
    await broker.close();
    await internal.close();
  });

  const request = { jobId: 'job', avatarId: 'alice', voiceUrl: 'https://example.com/v.wav', callbackUrl };
  await createRequest(adapter.store, 'job', renderRequested(request, producers.adapter));
  const data = { jobId: 'job', avatarId: 'alice' };
  const outcome = renderOutcome('render.cancelled', data, producers.adapter);
  broker.publish(await createOutcome(adapter.store, 'job', outcome));

  await vi.waitFor(() => expect(received).toHaveLength(6), { timeout: 100_000 });
  expect(new Set(received.map(({ headers }) => headers['webhook-id']))).toEqual(new Set(['job.outcome']));
  for (const { headers, body } of received) {
    expect(new Webhook(secret).verify(body, headers)).toMatchObject({
      type: 'render.cancelled',
      data: { jobId: 'job', avatarId: 'alice' },
    });
  }
  await new Promise((resolve) => setTimeout(resolve, 500));
  expect(received).toHaveLength(6);
});
