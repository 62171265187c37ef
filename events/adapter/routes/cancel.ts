import { createRoute, z, type OpenAPIHono } from '@hono/zod-openapi';
import { RenderError } from '../../../errors/render-error.js';
import { renderOutcome } from '../../contract/events.js';
import { jobIdSchema } from '../../contract/job-id.js';
import { lineageOf, type Lineage } from '../../contract/lineage.js';
import { readJob } from '../../status/job.js';
import type { AdapterContext } from '../context.js';
import { endJob } from '../jobs/end-job.js';
import { problems } from '../http/problem.js';
import { requestLineage } from '../http/request-lineage.js';

const cancelRoute = createRoute({
  method: 'delete',
  path: '/render/{jobId}',
  operationId: 'cancelJob',
  tags: ['Jobs'],
  summary: 'Cancel a job, even while it renders',
  request: { params: z.object({ jobId: jobIdSchema }) },
  responses: {
    204: { description: 'The job is canceled' },
    ...problems('request_invalid', 'job_not_found', 'job_ended'),
  },
});

/** Adds the route that cancels a job. */
export function addCancelRoute(
  app: OpenAPIHono,
  adapter: Pick<AdapterContext, 'store' | 'sink' | 'producer' | 'faults' | 'log'>,
): void {
  const { store } = adapter;

  app.openapi(cancelRoute, async (context) => {
    const { jobId } = context.req.valid('param');
    const job = await readJob(store, jobId);
    if (!job) throw new RenderError('job_not_found', `Job ${jobId} does not exist.`, { details: { jobId } });
    // The outcome answers the request, although another caller may have canceled it.
    const { correlationid, causationid }: Lineage = job.request ? lineageOf(job.request) : {};
    const envelope = { ...adapter.producer, ...requestLineage(context), correlationid, causationid };
    const data = { jobId, ...(job.request ? { avatarId: job.request.data.avatarId } : {}) };
    const outcome = await endJob(jobId, renderOutcome('render.cancelled', data, envelope), adapter);
    if (outcome.type === 'render.cancelled') return context.body(null, 204);
    throw new RenderError('job_ended', `Job ${jobId} has already ended (${outcome.type}).`, {
      details: { jobId },
    });
  });
}
