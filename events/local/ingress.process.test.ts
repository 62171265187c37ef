import { pino } from 'pino';
import { expect, onTestFinished, test, vi } from 'vitest';
import { collectingSink } from '../../test/fixtures/collecting-sink.js';
import { requested } from '../../test/fixtures/events.js';
import { sendEvent, sendMessage } from '../../test/fixtures/send-event.js';
import { serveApp } from '../adapter/http/serve-app.js';
import { brokerIngress } from './ingress.js';
import { LocalBroker } from './local-broker.js';

test('brokerIngress accepts single events in both modes, and rejects other requests', async () => {
  const sink = await collectingSink();
  const trigger = {
    name: 'test',
    types: ['render.requested'],
    subscriber: new URL(sink.url),
    parallelism: 1,
    retry: 3,
    backoffMs: 50,
    timeoutMs: 20_000,
  } as const;
  const broker = new LocalBroker([trigger], pino({ level: 'silent' }));
  onTestFinished(() => broker.close());
  const server = await serveApp(brokerIngress(broker), 0, '127.0.0.1');
  onTestFinished(() => server.close());
  const ingress = `http://127.0.0.1:${String(server.port)}/`;
  expect((await sendEvent(ingress, requested('a'))).status).toBe(202);
  expect((await sendEvent(ingress, requested('b'), 'structured')).status).toBe(202);
  for (const [contentType, status] of [
    ['text/plain', 400],
    ['application/cloudevents-batch+json', 415],
  ] as const) {
    const answer = await sendMessage(ingress, { headers: { 'content-type': contentType }, body: '[]' });
    expect(answer.status).toBe(status);
  }
  const subjects = () => sink.events.map(({ subject }) => subject).sort();
  await vi.waitFor(() => expect(subjects()).toEqual(['a', 'b']), { timeout: 100_000, interval: 10 });
});
