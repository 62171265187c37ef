import { z } from '@hono/zod-openapi';
import { renderCompletedData, renderFailedData, renderProgressedData } from '../../contract/render-data.js';
import { videoFormFields } from '../../../domain/video-form.js';
import { jobIdSchema } from '../../contract/job-id.js';
import type { Job } from '../../status/job.js';
import type { QueuePlace } from './job-queue.js';
import { linksBelow } from '../http/links.js';
import { examples } from '../http/openapi-examples.js';

const resultSchema = renderCompletedData.omit({ jobId: true, avatarId: true, videoUrl: true });

/** A job in the JSON form of `GET /status/{jobId}`. */
export const jobSchema = z
  .object({
    jobId: jobIdSchema,
    state: z.enum(['queued', 'processing', 'completed', 'failed', 'cancelled']),
    statusUrl: z.string().describe('Where the job is followed'),
    avatarId: z.string().optional(),
    requestedAt: z.string().optional(),
    endedAt: z.string().optional().describe('When the job was completed, failed, or canceled'),
    background: videoFormFields.background.optional(),
    transparent: videoFormFields.transparent.optional(),
    queuePosition: z
      .int()
      .positive()
      .optional()
      .describe('For a queued job: its place among the unfinished jobs, 1 for the oldest of them'),
    startsInSeconds: z
      .number()
      .nonnegative()
      .optional()
      .describe('For a queued job: an estimate of the time until it is rendered, from the last renders'),
    ...renderProgressedData.pick({ stage: true, framesDone: true, progress: true }).partial().shape,
    ...renderProgressedData
      .pick({ attempt: true, frames: true, framesPerSecond: true, secondsLeft: true })
      .partial().shape,
    result: resultSchema.optional().describe('For a completed job'),
    downloadUrl: z
      .string()
      .optional()
      .describe('A temporary address at which the store itself serves the video'),
    posterUrl: z.string().optional().describe('The first frame of a completed video (JPEG)'),
    streamUrl: z
      .string()
      .optional()
      .describe('For a job with `stream`, once there is something to watch: the playlist (HLS)'),
    liveUrl: z.string().optional().describe('The same as one MP4 that grows with the video'),
    captionsUrl: z.string().optional().describe('The captions of a completed job with a text (WebVTT)'),
    error: renderFailedData
      .pick({ code: true, message: true, details: true })
      .optional()
      .describe('For a failed job'),
  })
  .openapi('Job', { example: examples.job });

export type JobDocument = z.infer<typeof jobSchema>;

/**
 * @param downloadUrl the store's address of the finished video, if there is one
 * @param basePath the prefix of links (`BASE_PATH`)
 * @param place where the job waits, if it does
 */
export function jobDocument(job: Job, downloadUrl?: string, basePath = '', place?: QueuePlace): JobDocument {
  const { jobId, request } = job;
  const links = linksBelow(basePath);
  const known = {
    jobId,
    statusUrl: links.job(jobId),
    ...(request ? { avatarId: request.data.avatarId } : {}),
    ...(request?.time === undefined ? {} : { requestedAt: request.time }),
    ...(request?.data.background === undefined ? {} : { background: request.data.background }),
    ...(request?.data.transparent === undefined ? {} : { transparent: request.data.transparent }),
  };
  if (job.state === 'queued') return { ...known, ...place, state: 'queued', progress: 0 };
  const watched =
    request?.data.stream === true ? { streamUrl: links.stream(jobId), liveUrl: links.live(jobId) } : {};
  if (job.state === 'processing') {
    const { streamUrl, started: _, ...progress } = job.progress;
    return { ...known, ...progress, ...(streamUrl === undefined ? {} : watched), state: 'processing' };
  }

  const { outcome } = job;
  const ended = { ...known, ...(outcome.time === undefined ? {} : { endedAt: outcome.time }) };
  switch (outcome.type) {
    case 'render.completed':
      return {
        ...ended,
        state: 'completed',
        progress: 1,
        result: resultSchema.parse(outcome.data),
        ...(downloadUrl === undefined ? {} : { downloadUrl }),
        posterUrl: links.poster(jobId),
        ...watched,
        ...(request?.data.text === undefined ? {} : { captionsUrl: links.captions(jobId) }),
      };
    case 'render.failed': {
      const { code, message, details } = outcome.data;
      return { ...ended, state: 'failed', error: { code, message, ...(details ? { details } : {}) } };
    }
    case 'render.cancelled':
      return { ...ended, state: 'cancelled' };
  }
}
