import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, test, vi } from 'vitest';
import { isOfType } from '../../events/contract/events.js';
import { createOutcome, readOutcome } from '../../events/status/outcome.js';
import { readProgress } from '../../events/status/progress.js';
import { FolderStore } from '../../storage/folder/folder-store.js';
import { collectingSink } from '../fixtures/collecting-sink.js';
import { cancelled, failed, requested, traceparent } from '../fixtures/events.js';
import { heldVoice, servedVoice } from '../fixtures/held-voice.js';
import { eventIn, replyIn, sendEvent } from '../fixtures/send-event.js';
import { functionEnvironment, startFunction } from '../fixtures/service-function.js';
import { temporaryFolder } from '../fixtures/temporary-folder.js';

async function started(extra: Record<string, string> = {}) {
  const folder = await temporaryFolder();
  const store = new FolderStore(path.join(folder, 'store'));
  return { store, ...(await startFunction({ ...(await functionEnvironment(folder)), ...extra })) };
}

describe('while the function renders', () => {
  test('it tells the sink how far it is, in order and at most once a second', async () => {
    const sink = await collectingSink();
    const { url, store } = await started({ K_SINK: sink.url });
    const voice = await heldVoice(10);
    const reply = sendEvent(url, requested('job', { voiceUrl: voice.url }));
    // However quick the rest is, there is more than a second between the first sign and the last.
    await voice.asked;
    await sleep(1100);
    voice.letGo();
    expect(eventIn(await reply).type).toBe('render.completed');

    const signs = sink.events;
    expect(signs.length).toBeGreaterThanOrEqual(2);
    expect(signs.map(({ id }) => id)).toEqual(signs.map((_, i) => `job.1.${String(i + 1)}`));
    let framesBefore = 0;
    for (const sign of signs) {
      if (!isOfType(sign, 'render.progressed')) throw new Error(`${sign.type} in the sink`);
      const { subject, source, data } = sign;
      expect({ subject, source, traceparent: sign['traceparent'] }).toEqual({
        subject: 'job',
        source: '/avatar-service/function',
        traceparent,
      });
      expect(data.framesDone).toBeGreaterThanOrEqual(framesBefore);
      framesBefore = data.framesDone;
    }
    expect(signs[0]?.data).toEqual({
      jobId: 'job',
      avatarId: 'alice',
      attempt: 1,
      stage: 'voice',
      framesDone: 0,
      progress: 0,
    });
    const times = signs.map(({ time = '' }) => Date.parse(time));
    for (const [i, atMs] of times.slice(1).entries()) {
      expect(atMs - (times[i] ?? 0)).toBeGreaterThan(950);
    }
    expect((await readProgress(store, 'job'))?.id).toBe(signs.at(-1)?.id);
  });

  test('a sink that does not take its events disturbs nothing', async () => {
    const sink = await collectingSink();
    sink.answer(500);
    const { url, log } = await started({ K_SINK: sink.url });
    const event = requested('job', { voiceUrl: await servedVoice(0.2) });
    expect(eventIn(await sendEvent(url, event)).type).toBe('render.completed');
    expect(log.of('progress.failed').length).toBeGreaterThanOrEqual(1);
  });

  test.each([cancelled, failed])('it stops when the job is ended by others (%#)', async (make) => {
    const { url, store, log } = await started();
    const voice = await heldVoice();
    const answering = sendEvent(url, requested('job', { voiceUrl: voice.url }));
    await voice.asked;
    const outcome = await createOutcome(store, 'job', make('job'));
    expect(replyIn(await answering).toJSON()).toEqual(outcome.toJSON());
    expect(log.of('render.started')).toHaveLength(1);
    // Free for the next one at once.
    const next = requested('next', { voiceUrl: await servedVoice(0.2) });
    expect(eventIn(await sendEvent(url, next)).type).toBe('render.completed');
  });

  test('it gives up at the deadline, for good', async () => {
    const { url, store } = await started({ RENDER_DEADLINE_SECONDS: '1.2' });
    const voice = await heldVoice();
    const startMs = performance.now();
    const outcome = replyIn(await sendEvent(url, requested('job', { voiceUrl: voice.url })));
    expect(performance.now() - startMs).toBeGreaterThan(1200);
    expect(outcome).toMatchObject({ type: 'render.failed', id: 'job.outcome' });
    expect(outcome.data).toMatchObject({ code: 'deadline_exceeded', details: { seconds: 1.2 } });
    expect((await readOutcome(store, 'job'))?.toJSON()).toEqual(outcome.toJSON());
  });

  test('it takes one job after the other', async () => {
    const { url, log } = await started();
    const voice = await heldVoice();
    const jobs = ['a', 'b', 'c'];
    const answering = jobs.map((jobId) => sendEvent(url, requested(jobId, { voiceUrl: voice.url })));
    await voice.asked;
    expect(log.of('render.started')).toHaveLength(1);
    voice.letGo();
    const outcomes = (await Promise.all(answering)).map(eventIn);
    expect(outcomes.map(({ id }) => id)).toEqual(jobs.map((jobId) => `${jobId}.outcome`));
    // The last line may come behind the answer.
    await vi.waitFor(() => expect(log.of('render.ended')).toHaveLength(jobs.length), 20_000);
    const order = log.lines.filter(({ event }) => event === 'render.started' || event === 'render.ended');
    expect(order.map(({ event }) => event)).toEqual(jobs.flatMap(() => ['render.started', 'render.ended']));
  });
});
