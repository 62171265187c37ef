import { defaultVideoFormat } from '../../domain/video-format.js';
import { motionStrengths } from '../../domain/motion-presets.js';
import { describeRenderWarnings } from '../../domain/render-warnings.js';
import { RenderError } from '../../errors/render-error.js';
import type { EventData } from '../../events/contract/event-data.js';
import { readPortrait } from '../../storage/catalogue/catalogue.js';
import { jobKeys } from '../../events/status/keys.js';
import type { FunctionContext } from '../context.js';
import { usedCpuSeconds } from './cpu-seconds.js';
import type { LeasedJob } from './leased-job.js';
import { toAvatar } from '../render/portrait/avatar.js';
import { publishPoster } from './publish-poster.js';
import { publishVideo } from './publish-video.js';
import { render } from '../render/render.js';
import { ProgressReporter } from './progress-reporter.js';
import { withScratchDir } from '../../storage/files/scratch-dir.js';
import { secondsBetween } from '../render/stage-timer.js';
import { spokenVoice, type SpokenVoice } from './spoken-voice.js';
import type { SpeechTools } from '../render/speech/synthesize.js';
import type { Store } from '../../storage/store.js';
import { StreamWriter } from './stream-writer.js';
import { voiceSource } from './voice-source.js';
import { watchCancellation } from './watch-cancellation.js';

/**
 * Renders a leased job and publishes the video.
 * @returns the data of `render.completed`
 * @throws RenderError; `cancelled`, `deadline_exceeded`, or `job_busy` if it was stopped
 */
export async function runRender(
  job: LeasedJob,
  context: FunctionContext,
  signal: AbortSignal,
): Promise<EventData<'render.completed'>> {
  const { jobId, data, lineage, lease, log } = job;
  const { store, catalogue, renderer, producer, metrics } = context;
  const { RENDER_DEADLINE_SECONDS: deadlineSeconds, VIDEO_FPS, MOTION } = renderer.settings;
  const cancel = watchCancellation(store, jobId, context.clock);
  const deadline = deadlineSignal(deadlineSeconds);
  const stop = AbortSignal.any([signal, lease.lost, cancel.signal, deadline.signal]);
  const reported = { jobId, avatarId: data.avatarId, attempt: lease.attempt };
  const reporter = new ProgressReporter({ ...context, log }, reported, { ...producer, ...lineage });
  const writer =
    data.stream === true
      ? new StreamWriter(jobId, { store, log, signal: stop, onStarted: () => reporter.streamStarted() })
      : undefined;
  if (writer && renderer.mark.signer)
    log.info(
      { event: 'stream.unsigned' },
      'The stream is marked with XMP; only the finished video is signed',
    );
  const startMs = performance.now();
  const startCpuSeconds = await usedCpuSeconds();
  try {
    return await withScratchDir(async (scratch) => {
      const avatar = toAvatar(await readPortrait(catalogue, data.avatarId));
      const voice = jobVoice(jobId, data, renderer, store);
      const fps = data.fps ?? VIDEO_FPS;
      const { format = defaultVideoFormat } = data;
      const motion = motionStrengths(data.motion, MOTION);
      const video = await render(
        {
          avatar,
          voice: voice.source,
          fps,
          mouthStrength: data.mouthStrength,
          motion,
          seed: String(data.seed ?? jobId),
          stream: writer,
          form: data,
        },
        renderer,
        {
          scratch,
          report(progress) {
            if (progress.stage === 'wav2lip' && progress.framesDone === 1) {
              log.debug({ event: 'frame.first' }, 'First frame');
              metrics.firstFrameSeconds.observe((performance.now() - startMs) / 1000);
            }
            reporter.report(progress);
          },
          signal: stop,
        },
      );
      const { frames, durationSeconds, width, height, bytes } = video;
      reporter.report({ stage: 'store', framesDone: frames, frames });
      const publishMs = performance.now();
      const [published] = await Promise.all([
        publishVideo(store, jobId, { file: video.file, format }, stop),
        publishPoster(jobId, video.file, { store, ffmpeg: renderer.ffmpeg, log }, stop),
      ]);
      const nowMs = performance.now();
      const stages = { ...video.seconds, store: secondsBetween(publishMs, nowMs) };
      const seconds = { ...stages, total: secondsBetween(startMs, nowMs) };
      for (const [stage, value] of Object.entries(stages)) {
        if (stage !== 'total') metrics.stageSeconds.observe({ stage }, value);
      }
      metrics.renderSeconds.observe(seconds.total);
      metrics.framesPerSecond.observe(frames / seconds.total);
      metrics.videoSeconds.inc(durationSeconds);
      metrics.cpuSeconds.inc((await usedCpuSeconds()) - startCpuSeconds);
      const { source, detail } = renderer.model.manifest;
      return {
        jobId,
        avatarId: data.avatarId,
        ...published,
        durationSeconds,
        frames,
        fps,
        width,
        height,
        format,
        bytes,
        model: {
          file: source.file,
          sha256: source.sha256,
          open: renderer.model.open,
          ...(renderer.engine.detail ? { detail: { sha256: detail.sha256 } } : {}),
        },
        executionProvider: renderer.engine.provider,
        mark: renderer.mark.kind,
        ...(motion ? { motion } : {}),
        ...describeRenderWarnings([...(video.warnings ?? []), ...voice.warnings]),
        seconds,
      };
    });
  } finally {
    cancel.stop();
    deadline.stop();
    await Promise.all([writer?.close(), reporter.finish()]);
  }
}

function jobVoice(
  jobId: string,
  data: EventData<'render.requested'>,
  tools: SpeechTools,
  store: Store,
): SpokenVoice {
  const { text, voiceUrl = '' } = data;
  if (text === undefined) {
    const source = voiceSource(voiceUrl, { id: jobId, key: jobKeys.upload(jobId) }, store);
    return { source, warnings: [] };
  }
  const keys = { speech: jobKeys.speech(jobId), captions: jobKeys.captions(jobId) };
  return spokenVoice({ ...data, text }, keys, tools, store);
}

function deadlineSignal(seconds: number): { signal: AbortSignal; stop: () => void } {
  const controller = new AbortController();
  const timer = setTimeout(() => {
    controller.abort(
      new RenderError(
        'deadline_exceeded',
        `The render took longer than ${String(seconds)} s. Use a shorter voice or raise RENDER_DEADLINE_SECONDS.`,
        {
          details: { seconds },
        },
      ),
    );
  }, seconds * 1000);
  return { signal: controller.signal, stop: () => clearTimeout(timer) };
}
