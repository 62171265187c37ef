import { createRoute, z, type OpenAPIHono } from '@hono/zod-openapi';
import { RenderError } from '../../../errors/render-error.js';
import { jobIdSchema } from '../../contract/job-id.js';
import type { AdapterContext } from '../context.js';
import { jobSchema } from '../jobs/job-document.js';
import { jobResponse, waitQuery } from '../jobs/job-response.js';
import { clientOf } from '../http/client-identity.js';
import type { JobQueue } from '../jobs/job-queue.js';
import type { JobWatch } from '../jobs/job-watch.js';
import { problems } from '../http/problem.js';
import { partialVideoResponses, videoContent } from '../http/video-responses.js';

const statusRoute = createRoute({
  method: 'get',
  path: '/status/{jobId}',
  operationId: 'getStatus',
  tags: ['Jobs'],
  summary: 'Get the progress of a job, or its video',
  description: [
    'An unfinished job is answered as JSON, a finished one with the video itself, or the part of it that `Range` asks for.',
    'With `Accept: application/json`, every job is answered as JSON, whatever its state.',
    'Where the form must not depend on `Accept`: `/jobs/{jobId}` is always JSON, and `/status/{jobId}/video` always the video.',
    'With `Accept: video/mp4` (or `video/webm`, `video/quicktime`), the answer is the video or an error: an unfinished job is a 503 with `Retry-After`.',
  ].join('\n\n'),
  request: {
    params: z.object({ jobId: jobIdSchema }),
    query: waitQuery,
    headers: z.object({ accept: z.string().optional(), range: z.string().optional() }),
  },
  responses: {
    200: {
      description: 'The job, or its video',
      content: {
        'application/json': { schema: jobSchema },
        ...videoContent,
      },
    },
    ...partialVideoResponses,
    ...problems(
      'request_invalid',
      'job_not_found',
      'cancelled',
      'range_unsatisfiable',
      'voice_unreadable',
      'deadline_exceeded',
      'job_abandoned',
      'not_finished',
    ),
  },
});

/** Adds the route that reports a job and serves its video. */
export function addStatusRoutes(
  app: OpenAPIHono,
  {
    store,
    settings,
    watch,
    queue,
  }: Pick<AdapterContext, 'store' | 'settings'> & { readonly watch: JobWatch; readonly queue: JobQueue },
): void {
  app.openapi(statusRoute, async (context) => {
    const { jobId } = context.req.valid('param');
    const { wait = 0 } = context.req.valid('query');
    const close = wait > 0 ? watch.open(clientOf(context, settings.TRUSTED_PROXIES)) : undefined;
    const job = await watch.untilEnd(jobId, wait, context.req.raw.signal).finally(() => close?.());
    if (!job) throw new RenderError('job_not_found', `Job ${jobId} does not exist.`, { details: { jobId } });
    return jobResponse(context, job, { store, settings, queue });
  });
}
