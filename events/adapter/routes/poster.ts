import { createRoute, z, type OpenAPIHono } from '@hono/zod-openapi';
import { RenderError } from '../../../errors/render-error.js';
import { jobIdSchema } from '../../contract/job-id.js';
import { readJob, type Job } from '../../status/job.js';
import { jobKeys } from '../../status/keys.js';
import type { AdapterContext } from '../context.js';
import { objectResponse } from '../http/object-response.js';
import { problems } from '../http/problem.js';
import { jobFileName } from '../jobs/job-file-name.js';
import { videoResponse } from '../jobs/job-response.js';
import { ScaledPictures } from '../pictures/scaled-pictures.js';

const posterRoute = createRoute({
  method: 'get',
  path: '/status/{jobId}/poster.jpg',
  operationId: 'getPoster',
  tags: ['Jobs'],
  summary: 'Get the first frame of the video of a job',
  description: 'At most 512 pixels wide and high, for showing it before the video is loaded.',
  request: {
    params: z.object({ jobId: jobIdSchema }),
    query: z.object({
      width: z
        .literal('160')
        .optional()
        .openapi({ description: 'In pixels: a smaller version, as WebP, for lists' }),
    }),
  },
  responses: {
    200: {
      description: 'The frame',
      content: {
        'image/jpeg': { schema: z.string().openapi({ format: 'binary' }) },
        'image/webp': { schema: z.string().openapi({ format: 'binary' }) },
      },
    },
    304: { description: 'Unchanged since the version in If-None-Match' },
    ...problems('request_invalid', 'job_not_found', 'not_finished'),
  },
});

/** For the small posters that are kept in memory. */
const smallPosterBytes = 4 << 20;

/** Adds the route that serves the first frame of a video. */
export function addPosterRoute(app: OpenAPIHono, { store }: Pick<AdapterContext, 'store'>): void {
  const posters = new ScaledPictures(smallPosterBytes);
  app.openapi(posterRoute, async (context) => {
    const { jobId } = context.req.valid('param');
    const job = await readJob(store, jobId);
    if (!job) throw new RenderError('job_not_found', `Job ${jobId} does not exist.`, { details: { jobId } });
    const facts = job.state === 'ended' ? await store.head(jobKeys.poster(job.jobId)) : undefined;
    // A job that has failed, or was rendered by an earlier version, has no poster.
    if (!facts)
      return job.state === 'ended' && job.outcome.type === 'render.completed'
        ? noPoster(job)
        : videoResponse(context, job, store);
    const cacheControl = 'private, max-age=3600';
    const isSmall = context.req.valid('query').width !== undefined;
    const small =
      isSmall && (await posters.get({ store, picture: facts }, 160, 'webp').catch(() => undefined));
    if (small) {
      const headers = { 'cache-control': cacheControl, 'content-type': 'image/webp' };
      return context.body(new Uint8Array(small), 200, headers);
    }
    const fileName = jobFileName(job, 'jpg');
    return objectResponse(context, store, facts, { contentType: 'image/jpeg', cacheControl, fileName });
  });
}

function noPoster({ jobId }: Job): never {
  throw new RenderError('job_not_found', `The first frame of job ${jobId} is not stored.`, {
    details: { jobId },
  });
}
