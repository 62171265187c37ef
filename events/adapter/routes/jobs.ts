import { createRoute, z, type OpenAPIHono } from '@hono/zod-openapi';
import type { Context } from 'hono';
import { videoFormatNames } from '../../../domain/video-format.js';
import { RenderError } from '../../../errors/render-error.js';
import { jobIdSchema } from '../../contract/job-id.js';
import type { Job } from '../../status/job.js';
import { jobIdOfListing } from '../../status/job-listing.js';
import { listJobs } from '../../status/list-jobs.js';
import { listEntries } from '../../status/outbox.js';
import type { AdapterContext } from '../context.js';
import { clientOf, requestClient } from '../http/client-identity.js';
import { examples } from '../http/openapi-examples.js';
import { problems } from '../http/problem.js';
import { validate } from '../http/validate.js';
import { partialVideoResponses, videoContent } from '../http/video-responses.js';
import { jobDocument, jobSchema } from '../jobs/job-document.js';
import type { JobQueue } from '../jobs/job-queue.js';
import { jsonResponse, videoResponse, waitQuery } from '../jobs/job-response.js';
import type { JobWatch } from '../jobs/job-watch.js';

const cursorSchema = z
  .string()
  .refine((text) => jobIdOfListing(text) !== undefined, 'must be the nextCursor of a page');

const listQuery = z.object({
  state: jobSchema.shape.state.optional().openapi({ description: 'Lists only jobs in this state' }),
  cursor: cursorSchema.optional().openapi({ description: '`nextCursor` of the page before' }),
  limit: z.coerce.number().int().min(1).max(100).default(20).openapi({
    type: 'integer',
    minimum: 1,
    maximum: 100,
    description: 'Jobs on a page, at most',
  }),
});

const pageSchema = z
  .object({
    jobs: z.array(jobSchema),
    nextCursor: z
      .string()
      .optional()
      .openapi({ description: 'Continues after this page; absent on the last one' }),
  })
  .openapi('JobPage', { example: { jobs: [examples.job], nextCursor: examples.cursor } });

const listRoute = createRoute({
  method: 'get',
  path: '/jobs',
  operationId: 'listJobs',
  tags: ['Jobs'],
  summary: 'List jobs, the newest first',
  description:
    'With API keys, a key of the role `render` lists its own jobs, and one of the role `admin` those of all clients. A page with a `state` may have fewer jobs than `limit`, or none, and still a `nextCursor`: each page looks at a limited number of jobs.',
  request: { query: listQuery },
  responses: {
    200: { description: 'A page of jobs', content: { 'application/json': { schema: pageSchema } } },
    ...problems('request_invalid'),
  },
});

const jobRoute = createRoute({
  method: 'get',
  path: '/jobs/{jobId}',
  operationId: 'getJob',
  tags: ['Jobs'],
  summary: 'Get a job as JSON, whatever its state',
  request: { params: z.object({ jobId: jobIdSchema }), query: waitQuery },
  responses: {
    200: { description: 'The job', content: { 'application/json': { schema: jobSchema } } },
    ...problems('request_invalid', 'job_not_found'),
  },
});

const videoAnswers = {
  tags: ['Jobs'],
  description:
    'An unfinished job is a 503 with `Retry-After`; with `wait`, the answer is held until the job has ended.',
  request: { params: z.object({ jobId: jobIdSchema }), query: waitQuery },
  responses: {
    200: { description: 'The video', content: videoContent },
    ...partialVideoResponses,
    ...problems(
      'request_invalid',
      'job_not_found',
      'cancelled',
      'range_unsatisfiable',
      'voice_unreadable',
      'not_finished',
    ),
  },
};

const videoRoute = createRoute({
  method: 'get',
  path: '/status/{jobId}/video',
  operationId: 'getVideo',
  summary: 'Get the video of a job, in its format',
  ...videoAnswers,
});

/** For programs that go by the ending of an address. */
const namedVideoRoutes = videoFormatNames.map((format) => ({
  format,
  route: createRoute({
    method: 'get',
    path: `/status/{jobId}/video.${format}`,
    operationId: `get${format.charAt(0).toUpperCase()}${format.slice(1)}Video`,
    summary: `Get the video of a job whose format is ${format}`,
    ...videoAnswers,
    responses: { ...videoAnswers.responses, ...problems('route_not_found', 'job_not_found') },
  }),
}));

/** Adds the routes that list jobs, and that show one as JSON or as its video, whatever the client accepts. */
export function addJobRoutes(
  app: OpenAPIHono,
  adapter: Pick<AdapterContext, 'store' | 'settings'> & {
    readonly watch: JobWatch;
    readonly queue: JobQueue;
  },
): void {
  const { store, settings, watch, queue } = adapter;

  app.openapi(listRoute, async (context) => {
    const { state, cursor, limit } = context.req.valid('query');
    const { id, role } = requestClient(context);
    // Unfinished jobs have an entry: of the others, none has to be read for this.
    const isUnfinished = state === 'queued' || state === 'processing';
    const pending = isUnfinished ? new Set(await listEntries(store, 'pending')) : undefined;
    const page = await listJobs(store, {
      client: role === 'admin' ? undefined : id,
      after: cursor,
      limit,
      ...(pending ? { mayInclude: (jobId: string) => pending.has(jobId) } : {}),
      includes: (job) => state === undefined || jobDocument(job).state === state,
    });
    const places = await Promise.all(page.jobs.map((job) => queue.placeOf(job)));
    const jobs = page.jobs.map((job, i) => jobDocument(job, undefined, settings.BASE_PATH, places[i]));
    const next = page.cursor === undefined ? {} : { nextCursor: page.cursor };
    return context.json({ jobs, ...next }, 200, { 'cache-control': 'no-store' });
  });

  // Registered for the OpenAPI document only, as the answer is that of `GET /status/{jobId}`.
  app.openAPIRegistry.registerPath(jobRoute);
  app.get('/jobs/:jobId', async (context) => {
    const jobId = validate(jobIdSchema, context.req.param('jobId'), 'jobId');
    const { wait } = validate(waitQuery, context.req.query());
    return jsonResponse(context, await followed(context, jobId, wait), adapter);
  });

  app.openapi(videoRoute, async (context) => {
    const job = await followed(context, context.req.valid('param').jobId, context.req.valid('query').wait);
    return videoResponse(context, job, store);
  });

  for (const { format, route } of namedVideoRoutes) {
    app.openapi(route, async (context) => {
      const job = await followed(context, context.req.valid('param').jobId, context.req.valid('query').wait);
      return videoResponse(context, job, store, format);
    });
  }

  async function followed(context: Context, jobId: string, wait = 0): Promise<Job> {
    const close = wait > 0 ? watch.open(clientOf(context, settings.TRUSTED_PROXIES)) : undefined;
    const job = await watch.untilEnd(jobId, wait, context.req.raw.signal).finally(() => close?.());
    if (job) return job;
    throw new RenderError('job_not_found', `Job ${jobId} does not exist.`, { details: { jobId } });
  }
}
