import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { CloudEvent } from 'cloudevents';
import { expect, test } from 'vitest';
import type { LogEvent } from '../../config/log-events.js';
import { packageRoot } from '../../config/package-root.js';
import { taskRequested } from '../../events/contract/events.js';
import { producers, requested } from '../fixtures/events.js';
import { servedVoice } from '../fixtures/held-voice.js';
import { eventIn, sendEvent } from '../fixtures/send-event.js';
import {
  functionEnvironment,
  startFunction,
  type ProcessEnd,
  type RunningFunction,
} from '../fixtures/service-function.js';
import { temporaryFolder } from '../fixtures/temporary-folder.js';
import { serve } from '../fixtures/web-server.js';

const preload = path.join(packageRoot, 'build', 'test', 'fixtures', 'blocking-voice.js');
const goodJobs = 20;

/** Functions that share a store and are started again whenever they end, as on a platform. */
class Fleet {
  readonly started: RunningFunction[] = [];
  readonly ends: ProcessEnd[] = [];
  readonly #environment: Readonly<Record<string, string>>;
  #running: RunningFunction[] = [];
  #turn = 0;
  #closed = false;

  constructor(environment: Readonly<Record<string, string>>) {
    this.#environment = environment;
  }

  async start(count: number): Promise<void> {
    await Promise.all(Array.from({ length: count }, () => this.#startOne()));
  }

  /** Delivers an event to one function after the other until one of them handles it. */
  async deliver(event: CloudEvent<unknown>): Promise<CloudEvent<unknown>> {
    for (;;) {
      const target = this.#running[this.#turn++ % Math.max(1, this.#running.length)];
      const answer = target && (await sendEvent(target.url, event).catch(() => undefined));
      if (answer?.status === 200) return eventIn(answer);
      await sleep(200);
    }
  }

  close(): void {
    this.#closed = true;
  }

  async #startOne(): Promise<void> {
    const one = await startFunction(this.#environment);
    this.started.push(one);
    this.#running.push(one);
    void one.ended.then((end) => {
      this.#running = this.#running.filter((other) => other !== one);
      if (this.#closed) return;
      this.ends.push(end);
      void this.#startOne();
    });
  }
}

test(
  'a voice that blocks the event loop costs two processes and fails, and all other jobs complete',
  { timeout: 300_000 },
  async () => {
    const fleet = new Fleet({
      ...(await functionEnvironment(await temporaryFolder())),
      ...{ STALL_SECONDS: '4', CLAIM_SECONDS: '12', NODE_OPTIONS: `--import=${preload}` },
    });
    await fleet.start(2);
    const good = await servedVoice(0.2);
    const bad = `${await serve((_, response) => response.end('THIS VOICE BLOCKS'))}/voice`;
    const events = Array.from({ length: goodJobs }, (_, i) =>
      requested(`good-${String(i)}`, { voiceUrl: good }),
    );
    events.splice(3, 0, requested('bad', { voiceUrl: bad }));
    const outcomes = await Promise.all(events.map((event) => fleet.deliver(event)));
    fleet.close();

    const failed = outcomes.filter(({ type }) => type !== 'render.completed');
    expect(failed.map(({ type, data }) => ({ type, data }))).toEqual([
      {
        type: 'render.failed',
        data: expect.objectContaining({
          jobId: 'bad',
          code: 'render_stalled',
          details: { attempts: 2 },
        }) as unknown,
      },
    ]);
    expect(outcomes).toHaveLength(goodJobs + 1);
    expect(fleet.ends).toEqual([
      { exitCode: 8, signal: null },
      { exitCode: 8, signal: null },
    ]);
    const lines = (event: LogEvent) => fleet.started.flatMap(({ log }) => log.of(event));
    expect(lines('process.stalled').map(({ level, jobId }) => ({ level, jobId }))).toEqual([
      { level: 'fatal', jobId: 'bad' },
      { level: 'fatal', jobId: 'bad' },
    ]);
    expect(lines('render.started').filter(({ jobId }) => jobId === 'bad')).toHaveLength(2);
  },
);

test('a task that blocks the event loop costs one process, and its next delivery fails', async () => {
  const environment = {
    ...(await functionEnvironment(await temporaryFolder())),
    ...{ STALL_SECONDS: '2', NODE_OPTIONS: `--import=${preload}` },
  };
  const voiceUrl = `${await serve((_, response) => response.end('THIS VOICE BLOCKS'))}/voice`;
  const data = { requestId: 'task', avatarId: 'alice', voiceUrl };
  const event = taskRequested('preview.requested', data, producers.adapter);
  const first = await startFunction(environment);
  await expect(sendEvent(first.url, event)).rejects.toThrow();
  // The system's exit may abort a process whose other threads are at work; what counts was recorded before.
  await first.ended;
  expect(first.log.of('process.stalled')).toHaveLength(1);
  const second = await startFunction(environment);
  expect(eventIn(await sendEvent(second.url, event))).toMatchObject({
    type: 'preview.failed',
    data: { requestId: 'task', avatarId: 'alice', code: 'render_stalled' },
  });
});

test('a function that is stopped and continued as a whole goes on', { timeout: 60_000 }, async () => {
  const { url, kill, log } = await startFunction({
    ...(await functionEnvironment(await temporaryFolder())),
    STALL_SECONDS: '1',
  });
  kill('SIGSTOP');
  await sleep(2500);
  kill('SIGCONT');
  const answer = await sendEvent(url, requested('job', { voiceUrl: await servedVoice(0.2) }));
  expect(eventIn(answer).type).toBe('render.completed');
  expect(log.of('process.stalled')).toEqual([]);
});
