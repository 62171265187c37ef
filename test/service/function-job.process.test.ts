import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { packageRoot } from '../../config/package-root.js';
import { serializeEvent } from '../../events/contract/events.js';
import { readOutcome } from '../../events/status/outcome.js';
import { FolderStore } from '../../storage/folder/folder-store.js';
import { collectingSink } from '../fixtures/collecting-sink.js';
import { requested, traceparent } from '../fixtures/events.js';
import { heldVoice, servedVoice } from '../fixtures/held-voice.js';
import { Log } from '../fixtures/log-lines.js';
import { otlpReceiver } from '../fixtures/otlp-receiver.js';
import { functionEnvironment } from '../fixtures/service-function.js';
import { temporaryFolder } from '../fixtures/temporary-folder.js';
import { unreachableUrl } from '../fixtures/web-server.js';

/** Runs the function as JobSink does, with an event in a file. */
async function startJob(folder: string, environment: Record<string, string>) {
  const file = path.join(packageRoot, 'build', 'function', 'job-sink.js');
  const child = spawn(process.execPath, [file], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      ...(await functionEnvironment(folder)),
      // As Knative's JobSink sets them: the folder of the mounted Secret, in which the event is a file.
      K_EVENT_PATH: path.join(folder, 'jobsink-event'),
      K_EXECUTION_MODE: 'batch',
      ...environment,
    },
  });
  const log = new Log(child.stdout, child.stderr);
  const ended = once(child, 'close').then(() => child.exitCode);
  onTestFinished(async () => {
    child.kill('SIGKILL');
    await ended;
  });
  return { child, log, ended };
}

async function folderWithEvent(voiceUrl: string, avatarId = 'alice'): Promise<string> {
  const folder = await temporaryFolder();
  await mkdir(path.join(folder, 'jobsink-event'));
  const event = serializeEvent(requested('job', { voiceUrl, avatarId }));
  await writeFile(path.join(folder, 'jobsink-event', 'event'), event);
  return folder;
}

describe('the function as a JobSink job', () => {
  test('sends its progress and its outcome to the sink, and the same outcome when it is repeated', async () => {
    const sink = await collectingSink();
    const folder = await folderWithEvent(await servedVoice(0.5));
    for (let run = 0; run < 2; run++) {
      const { ended } = await startJob(folder, { K_SINK: sink.url });
      expect(await ended).toBe(0);
    }
    const types = sink.events.map(({ type }) => type);
    expect(types.filter((type) => type === 'render.completed')).toHaveLength(2);
    expect(types[0]).toBe('render.progressed');
    const outcomes = sink.events.filter(({ type }) => type === 'render.completed');
    const stored = await readOutcome(new FolderStore(path.join(folder, 'store')), 'job');
    for (const outcome of outcomes) expect(outcome.toJSON()).toEqual(stored?.toJSON());
  });

  test('exits with 0 if the job has failed permanently', async () => {
    const sink = await collectingSink();
    const folder = await folderWithEvent(await servedVoice(0.5), 'unknown');
    expect(await (await startJob(folder, { K_SINK: sink.url })).ended).toBe(0);
    expect(sink.events.at(-1)).toMatchObject({ type: 'render.failed', id: 'job.outcome' });
    expect(sink.events.at(-1)?.data).toMatchObject({ code: 'avatar_not_found' });
  });

  test('fails if the sink does not accept the outcome, so that it is started again, and exports its spans', async () => {
    const folder = await folderWithEvent(await servedVoice(0.5));
    const { url: endpoint, spans } = await otlpReceiver();
    const tracing = { OTEL_EXPORTER_OTLP_ENDPOINT: endpoint };
    const { ended, log } = await startJob(folder, { K_SINK: await unreachableUrl(), ...tracing });
    expect(await ended).toBe(7);
    expect(await log.until('process.fatal')).toMatchObject([{ level: 'fatal', code: 'sink_unavailable' }]);
    const failed = spans.filter(({ isError }) => isError).map(({ name }) => name);
    expect(failed).toEqual(expect.arrayContaining(['send render.completed', 'process render.requested']));
  });

  test('releases its lease on SIGTERM', async () => {
    const voice = await heldVoice();
    const folder = await folderWithEvent(voice.url);
    const sink = await collectingSink();
    const first = await startJob(folder, { K_SINK: sink.url });
    await voice.downloading;
    first.child.kill('SIGTERM');
    expect(await first.ended).toBe(7);
    expect(await first.log.until('process.fatal')).toMatchObject([{ level: 'fatal', code: 'job_busy' }]);

    voice.release();
    const second = await startJob(folder, { K_SINK: sink.url, CLAIM_SECONDS: '600' });
    expect(await second.ended).toBe(0);
    expect(second.log.of('render.started')).toMatchObject([{ attempt: 2 }]);
  });

  test('reads the event when K_EVENT_PATH is a file, and exports its spans', async () => {
    const folder = await folderWithEvent(await servedVoice(0.2));
    const sink = await collectingSink();
    const K_EVENT_PATH = path.join(folder, 'jobsink-event', 'event');
    const { url: endpoint, spans } = await otlpReceiver();
    const environment = { K_SINK: sink.url, K_EVENT_PATH, OTEL_EXPORTER_OTLP_ENDPOINT: endpoint };
    expect(await (await startJob(folder, environment)).ended).toBe(0);
    expect(sink.events.at(-1)).toMatchObject({ type: 'render.completed', id: 'job.outcome' });

    // One trace, which the event has begun.
    const [, traceId = '', parentId = ''] = traceparent.split('-');
    const named = (name: string) => spans.filter((span) => span.name === name);
    const [processed] = named('process render.requested');
    expect(processed).toMatchObject({ service: 'avatar-function', traceId, parentSpanId: parentId });
    const [job] = named('job');
    expect(job).toMatchObject({
      traceId,
      parentSpanId: processed?.spanId,
      attributes: { 'avatar.job.id': 'job' },
    });
    for (const stage of ['voice', 'portrait', 'wav2lip', 'video'])
      expect(named(stage)).toMatchObject([{ traceId, parentSpanId: job?.spanId }]);
    expect(named('send render.completed')).toMatchObject([{ traceId, parentSpanId: processed?.spanId }]);
    expect(spans.filter((span) => span.traceId !== traceId || span.isError)).toEqual([]);
  });

  test('ends once when it is killed and started again', async () => {
    const voice = await heldVoice();
    const folder = await folderWithEvent(voice.url);
    const sink = await collectingSink();
    const first = await startJob(folder, { K_SINK: sink.url, CLAIM_SECONDS: '1' });
    await voice.downloading;
    first.child.kill('SIGKILL');
    expect(await first.ended).toBeNull();
    voice.release();
    const second = await startJob(folder, { K_SINK: sink.url, CLAIM_SECONDS: '1' });
    expect(await second.ended).toBe(0);
    expect(second.log.of('render.started')).toMatchObject([{ attempt: 2 }]);
    const outcomes = sink.events.filter(({ id }) => id === 'job.outcome');
    expect(outcomes.map(({ type }) => type)).toEqual(['render.completed']);
  });

  test.each([
    [{ K_SINK: '' }, 'K_SINK'],
    [{ K_EVENT_PATH: '' }, 'K_EVENT_PATH'],
    [{ K_EVENT_PATH: '/nowhere' }, 'K_EVENT_PATH is "/nowhere"'],
    [{ VIDEO_CRF: 'fine' }, 'VIDEO_CRF is "fine"'],
  ])('does not start with %j', async (setting, words) => {
    const folder = await folderWithEvent(await unreachableUrl());
    const { ended, log } = await startJob(folder, { K_SINK: await unreachableUrl(), ...setting });
    expect(await ended).toBe(2);
    const [line] = await log.until('process.fatal');
    expect(line).toMatchObject({ level: 'fatal', code: 'bad_setting' });
    expect(line?.['msg']).toContain(words);
  });

  test.each([['no event'], ['{}'], ['']])('fails if the event file contains %j', async (content) => {
    const folder = await folderWithEvent(await unreachableUrl());
    await writeFile(path.join(folder, 'jobsink-event', 'event'), content);
    const { ended, log } = await startJob(folder, { K_SINK: await unreachableUrl() });
    expect(await ended).not.toBe(0);
    expect(await log.until('process.fatal')).toMatchObject([{ level: 'fatal' }]);
  });
});
