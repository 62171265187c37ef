import { describe, expect, test, vi } from 'vitest';
import { openAdapter } from '../../../test/fixtures/adapter-context.js';
import { completed, failed, progressed, requested } from '../../../test/fixtures/events.js';
import { ManualClock } from '../../../test/fixtures/manual-clock.js';
import { problemIn } from '../../../test/fixtures/problem.js';
import { runningAdapter } from '../../../test/fixtures/running-adapter.js';
import { createApp } from '../app.js';
import { createOutcome } from '../../status/outcome.js';
import { writeProgress } from '../../status/progress.js';
import { createRequest } from '../../status/request.js';

interface LiveEvent {
  readonly id: string;
  readonly event: string;
  readonly data: unknown;
}

/** Parses server-sent events (WHATWG HTML, § 9.2) and ignores comments. */
async function* liveEvents(response: Response): AsyncGenerator<LiveEvent> {
  expect([response.status, response.headers.get('content-type')]).toEqual([200, 'text/event-stream']);
  const decoder = new TextDecoder();
  let rest = '';
  const body: AsyncIterable<unknown> | Iterable<unknown> = response.body ?? [];
  for await (const chunk of body) {
    if (!(chunk instanceof Uint8Array)) continue;
    rest += decoder.decode(chunk, { stream: true });
    const parts = rest.split('\n\n');
    rest = parts.pop() ?? '';
    for (const part of parts.filter((each) => !each.startsWith(':'))) {
      const field = (name: string) => new RegExp(`^${name}: (.*)$`, 'm').exec(part)?.[1] ?? '';
      yield { id: field('id'), event: field('event'), data: JSON.parse(field('data')) };
    }
  }
}

describe('GET /status/{jobId}/events', () => {
  test('leaves no stream open after HEAD, which reads no body', async () => {
    const { ask, store } = await runningAdapter({ WATCHERS_MAX: '4' });
    await createRequest(store, 'job', requested('job'));
    for (let time = 0; time < 3; time++) {
      const response = await ask('/status/job/events', { method: 'HEAD' });
      expect([response.status, response.headers.get('content-type')]).toEqual([200, 'text/event-stream']);
    }
    const leaving = new AbortController();
    expect((await ask('/status/job/events', { signal: leaving.signal })).status).toBe(200);
    leaving.abort();
  });

  test('refuses a client that has a quarter of all streams open, until one closes', async () => {
    const { ask, store } = await runningAdapter({ WATCHERS_MAX: '4' });
    await createRequest(store, 'job', requested('job'));
    const leaving = new AbortController();
    await ask('/status/job/events', { signal: leaving.signal });
    await problemIn(await ask('/status/job/events'), 'rate_limited');
    await problemIn(await ask('/status/job?wait=1'), 'rate_limited');
    expect((await ask('/status/job')).status).toBe(200);
    leaving.abort();
    await vi.waitFor(async () => expect((await ask('/status/job?wait=0.01')).status).toBe(200), 20_000);
  });

  test('sends each change once, and ends with the job', async () => {
    const { ask, store } = await runningAdapter();
    await createRequest(store, 'job', requested('job'));
    const received: LiveEvent[] = [];
    for await (const event of liveEvents(await ask('/status/job/events'))) {
      received.push(event);
      if (event.event === 'queued') await writeProgress(store, 'job', progressed('job', 10));
      else if (received.length === 2) await writeProgress(store, 'job', progressed('job', 20));
      else await createOutcome(store, 'job', completed('job'));
    }
    expect(received.map(({ id, event }) => [id, event])).toEqual([
      ['queued.1', 'queued'],
      ['1.wav2lip.10', 'processing'],
      ['1.wav2lip.20', 'processing'],
      ['ended', 'completed'],
    ]);
    expect(received[1]?.data).toMatchObject({
      jobId: 'job',
      state: 'processing',
      framesDone: 10,
      progress: 0.2,
    });
    expect(received[3]?.data).toMatchObject({ jobId: 'job', state: 'completed', progress: 1 });
  });

  test('writes a comment after 15 s without a change, so that proxies keep the connection', async () => {
    const { adapter } = await openAdapter();
    const clock = new ManualClock();
    const app = createApp({ ...adapter, clock });
    await createRequest(adapter.store, 'job', requested('job'));
    const asleep = clock.nextSleep();
    const text = (await app.request('/status/job/events')).text();
    await asleep;
    for (let polls = 0; polls < 31; polls++) await clock.advanceToNextSleep(500);
    await createOutcome(adapter.store, 'job', completed('job'));
    clock.advance(500);
    const lines = (await text).split('\n').filter((line) => /^(?::|event)/.test(line));
    expect(lines).toEqual(['event: queued', ': still there', 'event: completed']);
  });

  test('resumes after the last event that a disconnected client received', async () => {
    const { ask, store } = await runningAdapter();
    await createRequest(store, 'job', requested('job'));
    await writeProgress(store, 'job', progressed('job', 10));
    const resume = (id: string) => ask('/status/job/events', { headers: { 'last-event-id': id } });
    const again = liveEvents(await resume('1.wav2lip.10'));
    await createOutcome(store, 'job', failed('job'));
    expect((await again.next()).value).toMatchObject({
      id: 'ended',
      event: 'failed',
      data: { state: 'failed', error: { code: 'voice_unreachable' } },
    });
    expect((await again.next()).done).toBe(true);
    // The client has received all events, and does not have to reconnect.
    const over = await resume('ended');
    expect([over.status, await over.text()]).toEqual([204, '']);
  });

  test('responds with 404 for a job that does not exist', async () => {
    const { ask } = await runningAdapter();
    await problemIn(await ask('/status/unknown/events'), 'job_not_found');
    await problemIn(await ask('/status/No_One/events'), 'request_invalid');
  });
});
