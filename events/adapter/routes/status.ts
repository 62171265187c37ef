import { createRoute, z, type OpenAPIHono } from '@hono/zod-openapi';
import { RenderError } from '../../../errors/render-error.js';
import { jobIdSchema } from '../../contract/job-id.js';
import type { AdapterContext } from '../context.js';
import { jobSchema } from '../jobs/job-document.js';
import { jobResponse, awaitJobEnd, waitQuery } from '../jobs/job-response.js';
import { problems } from '../http/problem.js';

const statusRoute = createRoute({
  method: 'get',
  path: '/status/{jobId}',
  tags: ['Jobs'],
  summary: 'How far a job is, and its video',
  description: [
    'An unfinished job is shown as JSON; a finished one is answered with the video itself, in parts where `Range` asks for them.',
    'With `Accept: application/json` every known job is shown as JSON, whatever its state.',
    'With `Accept: video/mp4` there is never anything but the video: an unfinished job is a 503 with `Retry-After`.',
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
        'video/mp4': { schema: z.string().openapi({ format: 'binary' }) },
      },
    },
    206: {
      description: 'A part of the video',
      content: { 'video/mp4': { schema: z.string().openapi({ format: 'binary' }) } },
    },
    304: { description: 'The video is still the one that If-None-Match names' },
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

/** The route that tells how far a job is, and gives out its video. */
export function addStatusRoutes(app: OpenAPIHono, adapter: AdapterContext): void {
  app.openapi(statusRoute, async (context) => {
    const { jobId } = context.req.valid('param');
    const { wait = 0 } = context.req.valid('query');
    const job = await awaitJobEnd(adapter.store, jobId, wait, context.req.raw.signal);
    if (!job) throw new RenderError('job_not_found', `there is no job ${jobId}`, { details: { jobId } });
    return jobResponse(context, job, adapter);
  });
}
