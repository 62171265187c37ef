import { defaultVideoFormat, type VideoFormat } from '../../domain/video-format.js';
import type { Job } from './job.js';

/** The format of a job's video: that of the finished one, or the one that was asked for. */
export function jobFormat(job: Job): VideoFormat {
  const written =
    job.state === 'ended' && job.outcome.type === 'render.completed' ? job.outcome.data.format : undefined;
  return written ?? job.request?.data.format ?? defaultVideoFormat;
}
