import { describe, expect, test } from 'vitest';
import { completed, failed, progressed, requested } from '../../../test/fixtures/events.js';
import { problemIn } from '../../../test/fixtures/problem.js';
import { runningAdapter } from '../../../test/fixtures/running-adapter.js';
import { createOutcome } from '../../status/outcome.js';
import { writeProgress } from '../../status/progress.js';
import { createRequest } from '../../status/request.js';

interface LiveEvent {
  readonly id: string;
  readonly event: string;
  readonly data: unknown;
}

/** Server-sent events (WHATWG HTML, § 9.2) as they come; comments are passed over. */
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

describe('the live stream of a job', () => {
  test('tells each change once, and ends with the job', async () => {
    const { ask, store } = await runningAdapter();
    await createRequest(store, 'job', requested('job'));
    const heard: LiveEvent[] = [];
    for await (const event of liveEvents(await ask('/status/job/events'))) {
      heard.push(event);
      if (event.event === 'queued') await writeProgress(store, 'job', progressed('job', 10));
      else if (heard.length === 2) await writeProgress(store, 'job', progressed('job', 20));
      else await createOutcome(store, 'job', completed('job'));
    }
    expect(heard.map(({ id, event }) => [id, event])).toEqual([
      ['queued', 'queued'],
      ['1.wav2lip.10', 'processing'],
      ['1.wav2lip.20', 'processing'],
      ['ended', 'completed'],
    ]);
    expect(heard[1]?.data).toMatchObject({
      jobId: 'job',
      state: 'processing',
      framesDone: 10,
      progress: 0.2,
    });
    expect(heard[3]?.data).toMatchObject({ jobId: 'job', state: 'completed', progress: 1 });
  });

  test('goes on where a client was cut off', async () => {
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
    // It has heard all there is, and need not come back.
    const over = await resume('ended');
    expect([over.status, await over.text()]).toEqual([204, '']);
  });

  test('is not there for a job that is not', async () => {
    const { ask } = await runningAdapter();
    await problemIn(await ask('/status/nobody/events'), 'job_not_found');
    await problemIn(await ask('/status/No_One/events'), 'request_invalid');
  });
});
