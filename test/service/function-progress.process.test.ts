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

describe('the function during a render', () => {
  test('sends its progress to the sink in order', async () => {
    const sink = await collectingSink();
    const { url, store } = await started({ K_SINK: sink.url });
    const voice = await heldVoice(10);
    const reply = sendEvent(url, requested('job', { voiceUrl: voice.url }));
    // This puts more than a second between the first and the last progress event.
    await voice.downloading;
    await sleep(1100);
    voice.release();
    expect(eventIn(await reply).type).toBe('render.completed');

    const reports = sink.events;
    expect(reports.length).toBeGreaterThanOrEqual(2);
    expect(reports.map(({ id }) => id)).toEqual(reports.map((_, i) => `job.1.${String(i + 1)}`));
    let framesBefore = 0;
    for (const report of reports) {
      if (!isOfType(report, 'render.progressed')) throw new Error(`${report.type} was sent to the sink`);
      const { subject, source, data } = report;
      expect({ subject, source, traceparent: report['traceparent'] }).toEqual({
        subject: 'job',
        source: '/avatar-service/function/job',
        traceparent,
      });
      expect(data.framesDone).toBeGreaterThanOrEqual(framesBefore);
      framesBefore = data.framesDone;
    }
    expect(reports[0]?.data).toEqual({
      jobId: 'job',
      avatarId: 'alice',
      attempt: 1,
      stage: 'voice',
      framesDone: 0,
      progress: 0,
    });
    expect(reports.map(({ sequence }) => sequence)).toEqual(
      reports.map((_, i) => `0001.${String(i + 1).padStart(6, '0')}`),
    );
    for (const { time = '', expirytime, correlationid, causationid } of reports) {
      expect(Date.parse(String(expirytime)) - Date.parse(time)).toBe(60_000);
      expect([correlationid, causationid]).toEqual(['job', 'job.requested']);
    }
    expect((await readProgress(store, 'job'))?.id).toBe(reports.at(-1)?.id);
  });

  test('continues if the sink does not accept its events', async () => {
    const sink = await collectingSink();
    sink.answer(500);
    const { url, log } = await started({ K_SINK: sink.url });
    const event = requested('job', { voiceUrl: await servedVoice(0.2) });
    expect(eventIn(await sendEvent(url, event)).type).toBe('render.completed');
    expect(log.of('progress.failed').length).toBeGreaterThanOrEqual(1);
  });

  test.each([cancelled, failed])('stops if another process ends the job (%#)', async (make) => {
    const { url, store, log } = await started();
    const voice = await heldVoice();
    const answering = sendEvent(url, requested('job', { voiceUrl: voice.url }));
    await voice.downloading;
    const outcome = await createOutcome(store, 'job', make('job'));
    expect(replyIn(await answering).toJSON()).toEqual(outcome.toJSON());
    expect(log.of('render.started')).toHaveLength(1);
    // The function is free for the next job at once.
    const next = requested('next', { voiceUrl: await servedVoice(0.2) });
    expect(eventIn(await sendEvent(url, next)).type).toBe('render.completed');
  });

  test('fails permanently at the deadline', async () => {
    const { url, store } = await started({ RENDER_DEADLINE_SECONDS: '1.2' });
    const voice = await heldVoice();
    const outcome = replyIn(await sendEvent(url, requested('job', { voiceUrl: voice.url })));
    expect(outcome).toMatchObject({ type: 'render.failed', id: 'job.outcome' });
    expect(outcome.data).toMatchObject({ code: 'deadline_exceeded', details: { seconds: 1.2 } });
    expect((await readOutcome(store, 'job'))?.toJSON()).toEqual(outcome.toJSON());
  });

  test('renders one job after the other', async () => {
    const { url, log } = await started();
    const voice = await heldVoice();
    const jobs = ['a', 'b', 'c'];
    const answering = jobs.map((jobId) => sendEvent(url, requested(jobId, { voiceUrl: voice.url })));
    await voice.downloading;
    expect(log.of('render.started')).toHaveLength(1);
    voice.release();
    const outcomes = (await Promise.all(answering)).map(eventIn);
    expect(outcomes.map(({ id }) => id)).toEqual(jobs.map((jobId) => `${jobId}.outcome`));
    // The last line may be logged after the response.
    await vi.waitFor(() => expect(log.of('render.ended')).toHaveLength(jobs.length), 100_000);
    const order = log.lines.filter(({ event }) => event === 'render.started' || event === 'render.ended');
    expect(order.map(({ event }) => event)).toEqual(jobs.flatMap(() => ['render.started', 'render.ended']));
  });
});
