import { createRoute, z, type OpenAPIHono } from '@hono/zod-openapi';
import { RenderError } from '../../../errors/render-error.js';
import { renderOutcome } from '../../contract/events.js';
import { jobIdSchema } from '../../contract/job-id.js';
import { lineageOf, type Lineage } from '../../contract/lineage.js';
import { markForDeletion, recordDeletion } from '../../status/deletion.js';
import { readJob } from '../../status/job.js';
import { removeJobObjects } from '../../status/job-objects.js';
import type { AdapterContext } from '../context.js';
import { requestClient } from '../http/client-identity.js';
import { problems } from '../http/problem.js';
import { requestLineage } from '../http/request-lineage.js';
import { endJob } from '../jobs/end-job.js';

const deleteRoute = createRoute({
  method: 'delete',
  path: '/status/{jobId}',
  operationId: 'deleteJob',
  tags: ['Jobs'],
  summary: 'Delete a job with everything that is stored of it',
  description:
    'A job that has not ended is canceled first. Then its video, voice, speech, and captions are deleted, and the job is not found any more. A webhook that is not delivered yet is not sent.',
  request: { params: z.object({ jobId: jobIdSchema }) },
  responses: {
    204: { description: 'The job is deleted' },
    ...problems('request_invalid', 'job_not_found'),
  },
});

/** Adds the route that deletes a job. */
export function addDeleteJobRoute(
  app: OpenAPIHono,
  adapter: Pick<AdapterContext, 'store' | 'sink' | 'producer' | 'faults' | 'log'>,
): void {
  const { store, log } = adapter;

  app.openapi(deleteRoute, async (context) => {
    const { jobId } = context.req.valid('param');
    const job = await readJob(store, jobId);
    if (!job) throw new RenderError('job_not_found', `Job ${jobId} does not exist.`, { details: { jobId } });
    await markForDeletion(store, jobId);
    const { correlationid, causationid }: Lineage = job.request ? lineageOf(job.request) : {};
    const envelope = { ...adapter.producer, ...requestLineage(context), correlationid, causationid };
    const data = { jobId, ...(job.request ? { avatarId: job.request.data.avatarId } : {}) };
    // A renderer stops when it sees the outcome, and what it still stores is deleted by the sweep.
    if (job.state !== 'ended')
      await endJob(jobId, renderOutcome('render.cancelled', data, envelope), adapter);
    await recordDeletion(store, jobId, renderOutcome('render.cancelled', { jobId }, envelope));
    await removeJobObjects(store, jobId);
    log.info({ event: 'job.deleted', jobId, client: requestClient(context).name }, 'Job deleted');
    return context.body(null, 204);
  });
}
