import { text } from 'node:stream/consumers';
import type { IncomingMessage } from 'node:http';
import { setFlagsFromString } from 'node:v8';
import { createContext, runInContext } from 'node:vm';
import { CloudEvent, HTTP } from 'cloudevents';
import { pino } from 'pino';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { collectingSink } from '../../test/fixtures/collecting-sink.js';
import { completed, requested } from '../../test/fixtures/events.js';
import { unreachableUrl, serve } from '../../test/fixtures/web-server.js';
import { userAgent } from '../../outbound/user-agent.js';
import { post } from './deliver.js';
import { LocalBroker } from './local-broker.js';
import type { Trigger } from './trigger.js';

const never = new AbortController().signal;

interface Visit {
  readonly atMs: number;
  readonly request: IncomingMessage;
  readonly event: CloudEvent<unknown>;
}

interface Answer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** A subscriber with the given responses. */
async function subscriber(answer: (visit: Visit, number: number) => Answer | Promise<Answer>) {
  const visits: Visit[] = [];
  const url = await serve((request, response) => {
    void text(request).then(async (body) => {
      const event = HTTP.toEvent<unknown>({ headers: { ...request.headers }, body });
      if (!(event instanceof CloudEvent)) return;
      const visit = { atMs: performance.now(), request, event };
      visits.push(visit);
      const { status, headers = {}, body: reply = '' } = await answer(visit, visits.length);
      response.writeHead(status, headers).end(reply);
    });
  });
  return { visits, url: new URL(url) };
}

function trigger(to: URL | string, more: Partial<Trigger> = {}): Trigger {
  return {
    name: 'test',
    types: ['render.requested'],
    subscriber: new URL(to),
    parallelism: 1,
    retry: 3,
    backoffMs: 50,
    timeoutMs: 20_000,
    ...more,
  };
}

function broker(...triggers: Trigger[]): LocalBroker {
  const started = new LocalBroker(triggers, pino({ level: 'silent' }));
  onTestFinished(() => started.close());
  return started;
}

const until = (check: () => void) => vi.waitFor(check, { timeout: 100_000, interval: 10 });

describe('LocalBroker', () => {
  test('delivers an event in binary mode to the triggers of its type only', async () => {
    const wanted = await subscriber(() => ({ status: 204 }));
    const other = await subscriber(() => ({ status: 204 }));
    const taken = broker(trigger(wanted.url), trigger(other.url, { types: ['render.completed'] }));
    taken.publish(requested('job'));
    await until(() => expect(wanted.visits).toHaveLength(1));
    const [visit] = wanted.visits;
    expect(visit?.request.method).toBe('POST');
    expect(visit?.request.headers).toMatchObject({
      'content-type': 'application/json',
      'ce-id': 'job.requested',
      'ce-type': 'render.requested',
      'ce-specversion': '1.0',
      'ce-subject': 'job',
      'user-agent': userAgent,
    });
    expect(visit?.event.data).toEqual(requested('job').data);
    expect(other.visits).toEqual([]);
  });

  test('publishes the event in the reply of a subscriber', async () => {
    const { headers, body } = HTTP.binary(completed('job'));
    const text = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)]));
    const renderer = await subscriber(() => ({ status: 200, headers: text, body: String(body) }));
    const listener = await subscriber(() => ({ status: 200 }));
    broker(trigger(renderer.url), trigger(listener.url, { types: ['render.completed'] })).publish(
      requested('job'),
    );
    await until(() => expect(listener.visits).toHaveLength(1));
    expect(listener.visits[0]?.event.data).toEqual(completed('job').data);
  });

  test('retries a delivery with growing pauses until the subscriber accepts it', async () => {
    const statuses = [503, 404, 429, 204];
    const { url, visits } = await subscriber((_, number) => ({ status: statuses[number - 1] ?? 500 }));
    broker(trigger(url, { backoffMs: 200 })).publish(requested('job'));
    await until(() => expect(visits).toHaveLength(4));
    const pauses = visits.slice(1).map(({ atMs }, i) => atMs - (visits[i]?.atMs ?? 0));
    for (const [i, minMs] of [190, 390, 790].entries()) expect(pauses[i]).toBeGreaterThan(minMs);
  });

  test.each([
    ['always fails', { status: 500 }, 4, 500],
    ['is rejected', { status: 400 }, 1, 400],
    ['has a reply that is not an event', { status: 200, body: 'done' }, 4, undefined],
  ])('sends a dead letter if the delivery %s', async (_, answer, visitCount, code) => {
    const { url, visits } = await subscriber(() => answer);
    const deadLetters = await collectingSink();
    broker(trigger(url, { deadLetterSink: new URL(deadLetters.url) })).publish(requested('job'));
    await until(() => expect(deadLetters.events).toHaveLength(1));
    expect(visits).toHaveLength(visitCount);
    expect(deadLetters.events[0]).toMatchObject({ id: 'job.requested', type: 'render.requested' });
    expect(String(deadLetters.events[0]?.['knativeerrorcode'])).toBe(String(code));
    expect(deadLetters.events[0]?.['knativeerrordest']).toBe(url.href);
  });

  test('sends a dead letter without a code if the subscriber does not respond in time or at all', async () => {
    const deadLetters = await collectingSink();
    const deadLetterSink = new URL(deadLetters.url);
    const slow = await subscriber(() => new Promise<Answer>(() => undefined));
    broker(
      trigger(await unreachableUrl(), { retry: 1, deadLetterSink }),
      trigger(slow.url, { retry: 1, timeoutMs: 100, deadLetterSink }),
    ).publish(requested('job'));
    await until(() => expect(deadLetters.events).toHaveLength(2));
    for (const event of deadLetters.events) expect(event).not.toHaveProperty('knativeerrorcode');
  });
});

test('a delivery times out even if garbage is collected in the meantime', async () => {
  setFlagsFromString('--expose-gc');
  const context = createContext();
  const collecting = setInterval(() => void runInContext('gc()', context), 5);
  onTestFinished(() => {
    clearInterval(collecting);
  });
  const slow = await subscriber(() => new Promise<Answer>(() => undefined));
  const delivering = post(requested('job'), slow.url, 200, never);
  expect(await delivering).toMatchObject({ accepted: false, status: undefined });
});

describe('a trigger of LocalBroker', () => {
  test('limits its concurrent deliveries, and queues each event once', async () => {
    let atOnce = 0;
    let maxAtOnce = 0;
    const { url, visits } = await subscriber(async () => {
      maxAtOnce = Math.max(maxAtOnce, ++atOnce);
      await new Promise((resolve) => setTimeout(resolve, 100));
      atOnce--;
      return { status: 204 };
    });
    const busy = broker(trigger(url, { parallelism: 2 }));
    for (const jobId of ['a', 'b', 'c', 'd', 'c', 'd']) busy.publish(requested(jobId));
    await until(() => expect(visits).toHaveLength(4));
    expect(visits.map(({ event }) => event.subject).sort()).toEqual(['a', 'b', 'c', 'd']);
    expect(maxAtOnce).toBe(2);
  });

  test('lets other events pass while one waits for its next attempt', async () => {
    const { url, visits } = await subscriber(({ event }) => {
      return { status: event.subject === 'bad' ? 503 : 204 };
    });
    const busy = broker(trigger(url, { backoffMs: 60_000 }));
    for (const jobId of ['bad', 'a', 'b']) busy.publish(requested(jobId));
    await until(() => expect(visits.map(({ event }) => event.subject)).toEqual(['bad', 'a', 'b']));
    // It is still waiting: the same event is not queued again.
    busy.publish(requested('bad'));
    busy.publish(requested('c'));
    await until(() => expect(visits.map(({ event }) => event.subject)).toEqual(['bad', 'a', 'b', 'c']));
  });

  test('delivers an event again after its pause, behind those that wait', async () => {
    let finish: () => void = () => undefined;
    const finished = new Promise<void>((resolve) => {
      finish = resolve;
    });
    const { url, visits } = await subscriber(async ({ event }, number) => {
      if (event.subject === 'slow') await finished;
      return { status: number === 1 ? 503 : 204 };
    });
    const busy = broker(trigger(url, { backoffMs: 1 }));
    for (const jobId of ['bad', 'slow', 'next']) busy.publish(requested(jobId));
    await until(() => expect(visits).toHaveLength(2));
    await new Promise((resolve) => setTimeout(resolve, 100));
    finish();
    await until(() => expect(visits).toHaveLength(4));
    expect(visits.map(({ event }) => event.subject)).toEqual(['bad', 'slow', 'next', 'bad']);
  });

  test('waits until the subscriber is ready', async () => {
    const { url, visits } = await subscriber(() => ({ status: 204 }));
    let open: () => void = () => undefined;
    const ready = new Promise<void>((resolve) => {
      open = resolve;
    });
    broker(trigger(url, { ready: () => ready })).publish(requested('job'));
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(visits).toEqual([]);
    open();
    await until(() => expect(visits).toHaveLength(1));
  });

  test('stops retrying when the broker is closed', async () => {
    const { url, visits } = await subscriber(() => ({ status: 503 }));
    const closing = broker(trigger(url, { backoffMs: 60_000 }));
    closing.publish(requested('job'));
    await until(() => expect(visits).toHaveLength(1));
    await closing.close();
    closing.publish(requested('other'));
    expect(visits).toHaveLength(1);
  });
});
