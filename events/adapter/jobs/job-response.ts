import { z } from '@hono/zod-openapi';
import type { Context, MiddlewareHandler } from 'hono';
import { accepts } from 'hono/accepts';
import type { Settings } from '../../../config/settings.js';
import { videoMediaTypes, type VideoFormat } from '../../../domain/video-format.js';
import { RenderError } from '../../../errors/render-error.js';
import type { Store } from '../../../storage/store.js';
import type { OutcomeEvent } from '../../contract/events.js';
import type { Job } from '../../status/job.js';
import { jobFormat } from '../../status/job-format.js';
import { jobKeys } from '../../status/keys.js';
import { jobFileName } from './job-file-name.js';
import type { JobQueue } from './job-queue.js';
import { jobDocument } from './job-document.js';
import { objectResponse } from '../http/object-response.js';
import { toProblem, problemResponse } from '../http/problem.js';

const maxWaitSeconds = 120;
const retryAfterSeconds = 2;
const downloadSeconds = 3600;

/** How long to hold an answer. */
export const waitQuery = z.object({
  wait: z.coerce.number().min(0).max(maxWaitSeconds).optional().openapi({
    type: 'number',
    description: 'Holds the answer until the job has ended, for at most this many seconds',
    example: 60,
  }),
});

/** The media types that a client accepts, as far as they make a difference. */
export function negotiateType(context: Context): string {
  return accepts(context, {
    header: 'Accept',
    supports: ['application/json', ...Object.values(videoMediaTypes)],
    default: 'whatever fits',
  });
}

/** Whether a media type is that of a video. A client that accepts one gets the video in its own format. */
export function isVideoType(type: string): boolean {
  return Object.values(videoMediaTypes).includes(type);
}

/**
 * Adds `Vary: Accept` to every answer, errors included; otherwise a cache could return the video to a
 * client that asks for JSON.
 */
export const varyByAccept: MiddlewareHandler = async (context, next) => {
  await next();
  context.header('vary', 'accept', { append: true });
};

/** What answers about jobs need. */
interface ResponseContext {
  readonly store: Store;
  readonly settings: Pick<Settings, 'BASE_PATH'>;
  readonly queue: JobQueue;
}

/** Answers with a job in the form that the client prefers: JSON, video, or either. */
export async function jobResponse(context: Context, job: Job, adapter: ResponseContext): Promise<Response> {
  const wanted = negotiateType(context);
  if (wanted === 'application/json') return jsonResponse(context, job, adapter);
  if (job.state === 'ended' || isVideoType(wanted)) return videoResponse(context, job, adapter.store);
  return jsonResponse(context, job, adapter);
}

/**
 * Answers with the video of a job, or with the problem that explains why it is missing.
 * @param format that the path names
 */
export async function videoResponse(
  context: Context,
  job: Job,
  store: Store,
  format?: VideoFormat,
): Promise<Response> {
  const written = jobFormat(job);
  if (format !== undefined && format !== written) {
    throw new RenderError(
      'route_not_found',
      `The video of job ${job.jobId} has the format ${written}, not ${format}. Use /status/${job.jobId}/video.`,
    );
  }
  return job.state === 'ended' ? asEnded(context, job, store) : notFinished(job);
}

/** Answers with a job as JSON, whatever its state. */
export async function jsonResponse(
  context: Context,
  job: Job,
  { store, settings, queue }: ResponseContext,
): Promise<Response> {
  const completed = job.state === 'ended' && job.outcome.type === 'render.completed';
  const format = jobFormat(job);
  const fileName = jobFileName(job, format);
  const downloadUrl = completed
    ? await store.sign(jobKeys.video(job.jobId, format), { seconds: downloadSeconds, fileName })
    : undefined;
  const document = jobDocument(job, downloadUrl, settings.BASE_PATH, await queue.placeOf(job));
  const retry = job.state === 'ended' ? {} : { 'retry-after': String(retryAfterSeconds) };
  return context.json(document, 200, { 'cache-control': 'no-store', ...retry });
}

/** The video of a job, from its own key in the store; or the problem that the job ended with. */
async function asEnded(
  context: Context,
  job: Extract<Job, { state: 'ended' }>,
  store: Store,
): Promise<Response> {
  const { jobId, outcome } = job;
  if (outcome.type !== 'render.completed') return endedProblem(jobId, outcome);
  const format = jobFormat(job);
  const facts = await store.head(jobKeys.video(jobId, format));
  if (!facts)
    throw new RenderError('job_not_found', `The video of job ${jobId} was deleted.`, { details: { jobId } });
  return objectResponse(context, store, facts, {
    contentType: videoMediaTypes[format],
    cacheControl: 'private, max-age=3600',
    fileName: jobFileName(job, format),
  });
}

/** The problem that a job ended with. */
export function endedProblem(
  jobId: string,
  outcome: Exclude<OutcomeEvent, { type: 'render.completed' }>,
): Response {
  if (outcome.type === 'render.cancelled') {
    return problemResponse(toProblem(new RenderError('cancelled', `Job ${jobId} was canceled.`), jobId));
  }
  const { code, message, details = {} } = outcome.data;
  const problem = toProblem(new RenderError(code, message, { details }), jobId);
  // Clients repeat a request that got 500 by themselves, but the job has ended.
  return problemResponse({ ...problem, status: problem.status === 500 ? 422 : problem.status });
}

function notFinished({ jobId, state }: Job): Response {
  const error = new RenderError('not_finished', `Job ${jobId} is ${state}; the video is not finished yet.`);
  return problemResponse(toProblem(error, jobId), {
    'retry-after': String(retryAfterSeconds),
    location: `/status/${jobId}`,
  });
}
