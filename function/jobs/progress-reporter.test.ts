import type { CloudEvent } from 'cloudevents';
import { describe, expect, test, vi } from 'vitest';
import { createLogger } from '../../config/logger.js';
import { systemClock } from '../../domain/clock.js';
import { RenderError } from '../../errors/render-error.js';
import { readProgress } from '../../events/status/progress.js';
import { FolderStore } from '../../storage/folder/folder-store.js';
import { producers, traceparent } from '../../test/fixtures/events.js';
import { faultyStore } from '../../test/fixtures/faulty-store.js';
import { ManualClock } from '../../test/fixtures/manual-clock.js';
import { temporaryFolder } from '../../test/fixtures/temporary-folder.js';
import { ProgressReporter } from './progress-reporter.js';

const job = { jobId: 'job', avatarId: 'alice', attempt: 2 };
const envelope = { ...producers.function, traceparent, causationid: 'job.requested' };
const log = createLogger('function', { LOG_LEVEL: 'silent' });

describe('ProgressReporter', () => {
  test('writes progress to the store and sends it to the sink', async () => {
    const store = new FolderStore(await temporaryFolder());
    const sent: CloudEvent<unknown>[] = [];
    const sink = (event: CloudEvent<unknown>) => Promise.resolve(void sent.push(event));
    const reporter = new ProgressReporter({ store, sink, log, clock: systemClock }, job, envelope);
    reporter.report({ stage: 'wav2lip', framesDone: 10, frames: 40 });
    await reporter.finish();
    const data = { jobId: 'job', avatarId: 'alice', attempt: 2, framesDone: 10, frames: 40, progress: 0.25 };
    expect((await readProgress(store, 'job'))?.data).toMatchObject({ ...data, stage: 'wav2lip' });
    expect(sent).toHaveLength(1);
    expect(sent[0]).toMatchObject({
      type: 'render.progressed',
      source: '/avatar-service/function/job',
      sequence: '0002.000001',
      correlationid: 'job',
      causationid: 'job.requested',
      traceparent,
      data,
    });
  });

  test('reports at most once a second, with the rate and the time left', async () => {
    const store = new FolderStore(await temporaryFolder());
    const clock = new ManualClock();
    const reporter = new ProgressReporter({ store, sink: undefined, log, clock }, job, envelope);
    const reportAt = async (ms: number, framesDone: number) => {
      clock.advance(ms - clock.monotonicMs());
      reporter.report({ stage: 'wav2lip', framesDone, frames: 100 });
      await reporter.sent();
      return (await readProgress(store, 'job'))?.data;
    };
    expect(await reportAt(0, 0)).toMatchObject({ framesDone: 0, progress: 0 });
    // The first frame; the rate counts from here.
    expect(await reportAt(500, 1)).toMatchObject({ framesDone: 0 });
    expect(await reportAt(999, 20)).toMatchObject({ framesDone: 0 });
    expect(await reportAt(1000, 20)).not.toHaveProperty('framesPerSecond');
    expect(await reportAt(1999, 39)).toMatchObject({ framesDone: 20 });
    const figures = { framesDone: 40, progress: 0.4, framesPerSecond: 26.7, secondsLeft: 2.3 };
    expect(await reportAt(2000, 40)).toMatchObject(figures);
  });

  test('reports a progress of 0 while the number of frames is unknown', async () => {
    const store = new FolderStore(await temporaryFolder());
    const reporter = new ProgressReporter({ store, sink: undefined, log, clock: systemClock }, job, envelope);
    reporter.report({ stage: 'voice', framesDone: 0, frames: undefined });
    await reporter.finish();
    const data = (await readProgress(store, 'job'))?.data;
    expect(data).toMatchObject({ stage: 'voice', progress: 0 });
    expect(data).not.toHaveProperty('frames');
  });

  test('sends nothing while a report is in flight, and nothing after it has finished', async () => {
    const store = new FolderStore(await temporaryFolder());
    let arrive: () => void = () => undefined;
    const sink = vi.fn(() => new Promise<void>((resolve) => (arrive = resolve)));
    const reporter = new ProgressReporter({ store, sink, log, clock: systemClock }, job, envelope);
    for (const framesDone of [1, 2, 3]) reporter.report({ stage: 'wav2lip', framesDone, frames: 40 });
    const finished = reporter.finish();
    arrive();
    await finished;
    reporter.report({ stage: 'video', framesDone: 40, frames: 40 });
    await reporter.finish();
    expect(sink).toHaveBeenCalledOnce();
    expect((await readProgress(store, 'job'))?.data.framesDone).toBe(1);
  });

  test('logs a failure of the store and of the sink, and goes on', async () => {
    const store = faultyStore(
      new FolderStore('/nowhere'),
      () => new RenderError('store_unavailable', 'away'),
    );
    const warn = vi.fn();
    const sink = () => Promise.reject(new Error('the sink is away'));
    const reporter = new ProgressReporter(
      { store, sink, log: { ...log, warn }, clock: systemClock },
      job,
      envelope,
    );
    reporter.report({ stage: 'wav2lip', framesDone: 1, frames: 40 });
    await reporter.finish();
    expect(warn).toHaveBeenCalledTimes(2);
    expect(warn).toHaveBeenCalledWith(
      expect.objectContaining({ event: 'progress.failed' }),
      'Progress was not reported',
    );
  });
});
