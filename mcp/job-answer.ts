import { z } from 'zod';
import type { Job } from '../client/client.js';
import type { ToolContext } from './tool-context.js';

/** A job in the answers of tools. */
export const jobOutput = z.object({
  jobId: z.string(),
  state: z.enum(['queued', 'processing', 'completed', 'failed', 'cancelled']),
  avatarId: z.string().optional(),
  progress: z.number().optional().describe('0 to 1'),
  secondsLeft: z.number().optional(),
  queuePosition: z.int().optional(),
  startsInSeconds: z.number().optional(),
  streamUrl: z
    .string()
    .optional()
    .describe('With stream: where the video is watched while it is rendered (HLS)'),
  videoUrl: z.string().optional().describe('Where the finished video is'),
  resourceUri: z.string().optional().describe('The resource with the finished video'),
  durationSeconds: z.number().optional(),
  width: z.int().optional(),
  height: z.int().optional(),
  warnings: z.array(z.string()).optional().describe('Why the video may look or sound poorly'),
  error: z.string().optional().describe('Why the job has failed'),
});

/** The URI of the resource with the video of a job. */
export function videoUri(jobId: string): string {
  return `avatar-service://jobs/${jobId}/video`;
}

/**
 * What a tool answers about a job; fields without a value are left out when it is sent.
 * @param isStreamed by default, whether there is something to watch already
 */
export function describeJob(
  job: Job,
  { publicUrl }: ToolContext,
  isStreamed = job.streamUrl !== undefined,
): z.infer<typeof jobOutput> {
  const { jobId, state, avatarId, progress, secondsLeft, queuePosition, startsInSeconds, result } = job;
  const known = { jobId, state, avatarId, progress, secondsLeft, queuePosition, startsInSeconds };
  const error = job.error && `${job.error.code}: ${job.error.message}`;
  const streamUrl = isStreamed ? `${publicUrl}/status/${jobId}/stream.m3u8` : undefined;
  if (!result) return { ...known, streamUrl, error };
  return {
    ...known,
    streamUrl,
    videoUrl: job.downloadUrl ?? `${publicUrl}/status/${jobId}/video`,
    resourceUri: videoUri(jobId),
    durationSeconds: result.durationSeconds,
    width: result.width,
    height: result.height,
    warnings: result.warnings?.map(({ message }) => message),
  };
}

/** A job in one sentence. */
export function jobSentence(job: z.infer<typeof jobOutput>): string {
  const { jobId, state, videoUrl, error } = job;
  switch (state) {
    case 'completed':
      return `The video of job ${jobId} is ready: ${videoUrl ?? ''}`;
    case 'failed':
      return `Job ${jobId} failed: ${error ?? ''}`;
    case 'cancelled':
      return `Job ${jobId} was canceled.`;
    case 'processing':
    case 'queued':
      return `Job ${jobId} ${jobProgressText(job)}. Call get_status again.`;
  }
}

/** How far a job is that has not ended, as the rest of a sentence. */
export function jobProgressText({
  state,
  progress = 0,
  queuePosition,
  startsInSeconds,
}: Pick<z.infer<typeof jobOutput>, 'state' | 'progress' | 'queuePosition' | 'startsInSeconds'>): string {
  if (state === 'processing') return `is rendering: ${String(Math.round(progress * 100))} %`;
  const place = queuePosition === undefined ? '' : ` at place ${String(queuePosition)}`;
  const start = startsInSeconds === undefined ? '' : `, and starts in about ${String(startsInSeconds)} s`;
  return `waits${place}${start}`;
}
