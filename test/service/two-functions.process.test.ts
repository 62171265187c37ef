import { describe, expect, test } from 'vitest';
import { HTTP } from 'cloudevents';
import { requested } from '../fixtures/events.js';
import { heldVoice } from '../fixtures/held-voice.js';
import { eventIn, sendEvent } from '../fixtures/send-event.js';
import { functionEnvironment, startFunction } from '../fixtures/service-function.js';
import { bucketForTests } from '../fixtures/stores.js';
import { temporaryFolder } from '../fixtures/temporary-folder.js';
import { jobKeys } from '../../events/status/keys.js';

describe('two functions on one bucket', () => {
  const openBucket = bucketForTests();

  async function twoFunctions(extra: Readonly<Record<string, string>> = {}) {
    const { store, environment } = await openBucket();
    const start = async () =>
      startFunction({ ...(await functionEnvironment(await temporaryFolder())), ...environment, ...extra });
    const [a, b] = await Promise.all([start(), start()]);
    return { a, b, store };
  }

  test('render a job once that is delivered twenty times, and give every delivery the same response', async () => {
    const { a, b, store } = await twoFunctions();
    const voice = await heldVoice(1);
    const event = requested('job', { voiceUrl: voice.url });
    const deliver = (i: number) =>
      sendEvent((i % 2 === 0 ? a : b).url, event, i % 3 === 0 ? 'structured' : 'binary');
    const atOnce = Array.from({ length: 10 }, (_, i) => deliver(i));
    await voice.downloading;
    voice.release();
    const answers = await Promise.all(atOnce);
    for (let i = 0; i < 10; i++) answers.push(await deliver(i));

    expect(answers).toHaveLength(20);
    const [first] = answers;
    if (!first) throw new Error('there is no response');
    expect(eventIn(first)).toMatchObject({ id: 'job.outcome', type: 'render.completed' });
    for (const { status, text, headers } of answers) {
      expect([status, text]).toEqual([200, first.text]);
      expect(HTTP.toEvent({ headers, body: text })).toEqual(eventIn(first));
    }
    expect([a, b].flatMap(({ log }) => log.of('render.started'))).toHaveLength(1);
    expect((await store.head(jobKeys.video('job')))?.bytes).toBeGreaterThan(1000);
  });

  test('take over a job after the lease time if the rendering process dies', async () => {
    const { a, b } = await twoFunctions({ CLAIM_SECONDS: '5' });
    const voice = await heldVoice(1);
    const event = requested('job', { voiceUrl: voice.url });
    const lost = sendEvent(a.url, event).catch(() => 'gone');
    await voice.downloading;
    const waiting = sendEvent(b.url, event);
    expect(b.log.of('render.started')).toEqual([]);
    a.kill('SIGKILL');
    await a.ended;
    expect(await lost).toBe('gone');
    const [started] = await b.log.until('render.started');
    expect(started).toMatchObject({ attempt: 2 });
    voice.release();
    expect(eventIn(await waiting).type).toBe('render.completed');
  });
});
