import { Counter, Histogram, Registry, collectDefaultMetrics } from 'prom-client';
import { addBuildInfo } from '../config/build-info-metric.js';
import { errorCodes, errorTable } from '../errors/table.js';

/** Renders take from a second to minutes. */
const renderBuckets = [0.5, 1, 2.5, 5, 10, 20, 30, 60, 120, 300, 600];

/** The metrics that Prometheus scrapes from the function. `docs/metrics.md` describes each. */
export interface FunctionMetrics {
  readonly registry: Registry;
  readonly renders: Counter<'outcome'>;
  readonly jobsFailed: Counter<'code'>;
  readonly queueSeconds: Histogram;
  readonly firstFrameSeconds: Histogram;
  readonly renderSeconds: Histogram;
  readonly stageSeconds: Histogram<'stage'>;
  readonly framesPerSecond: Histogram;
  readonly videoSeconds: Counter;
  readonly cpuSeconds: Counter;
}

export function createFunctionMetrics(): FunctionMetrics {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  addBuildInfo(registry, 'function');
  const renders = new Counter({
    name: 'avatar_renders_total',
    help: 'Renders by outcome: completed, failed, cancelled, or retry',
    labelNames: ['outcome'],
    registers,
  });
  const jobsFailed = new Counter({
    name: 'avatar_jobs_failed_total',
    help: 'Jobs that failed for good, by error code',
    labelNames: ['code'],
    registers,
  });
  // A counter that appears with its first event would hide it from rate().
  for (const outcome of ['completed', 'failed', 'cancelled', 'retry']) renders.inc({ outcome }, 0);
  for (const code of errorCodes) {
    if (['failed', 'retryOnce'].includes(errorTable[code].outcome)) jobsFailed.inc({ code }, 0);
  }
  return {
    registry,
    renders,
    jobsFailed,
    ...createTimes(registers),
    framesPerSecond: new Histogram({
      name: 'avatar_render_frames_per_second',
      help: 'Frames per second of completed renders, including all stages',
      buckets: [5, 10, 25, 50, 100, 200, 400, 800, 1600],
      registers,
    }),
    videoSeconds: new Counter({
      name: 'avatar_video_seconds_total',
      help: 'Length of all videos that were completed',
      registers,
    }),
    cpuSeconds: new Counter({
      name: 'avatar_render_cpu_seconds_total',
      help: 'CPU time of all completed renders, with that of ffmpeg',
      registers,
    }),
  };
}

function createTimes(registers: Registry[]) {
  return {
    queueSeconds: new Histogram({
      name: 'avatar_queue_duration_seconds',
      help: 'Time from the request of a job to the start of its render',
      buckets: [0.1, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 300, 600, 1800],
      registers,
    }),
    firstFrameSeconds: new Histogram({
      name: 'avatar_first_frame_seconds',
      help: 'Time from the start of a render to its first frame',
      buckets: [0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60],
      registers,
    }),
    renderSeconds: new Histogram({
      name: 'avatar_render_duration_seconds',
      help: 'Time of completed renders, from the portrait to the stored video',
      buckets: renderBuckets,
      registers,
    }),
    stageSeconds: new Histogram({
      name: 'avatar_render_stage_duration_seconds',
      help: 'Time of each stage of completed renders',
      labelNames: ['stage'],
      buckets: [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 300],
      registers,
    }),
  };
}
