import { createRoute, z, type OpenAPIHono } from '@hono/zod-openapi';
import { streamSSE } from 'hono/streaming';
import { RenderError } from '../../../errors/render-error.js';
import { jobIdSchema } from '../../contract/job-id.js';
import type { Job } from '../../status/job.js';
import type { AdapterContext } from '../context.js';
import { examples } from '../http/openapi-examples.js';
import { jobDocument } from '../jobs/job-document.js';
import { clientOf } from '../http/client-identity.js';
import type { JobQueue, QueuePlace } from '../jobs/job-queue.js';
import type { JobWatch } from '../jobs/job-watch.js';
import { problems } from '../http/problem.js';

/** Proxies close silent connections. */
const keepAliveMs = 15_000;

const liveRoute = createRoute({
  method: 'get',
  path: '/status/{jobId}/events',
  operationId: 'followJob',
  tags: ['Jobs'],
  summary: 'Follow a job with server-sent events',
  description: [
    'Sends an event `queued`, `processing`, `completed`, `failed`, or `cancelled` whenever the job changes, with the job as data. The stream ends with the job.',
    'After a disconnect, a client sends the last id as `Last-Event-ID` and receives what has changed since. A client that has seen the final event gets 204.',
  ].join('\n\n'),
  request: {
    params: z.object({ jobId: jobIdSchema }),
    headers: z.object({ 'last-event-id': z.string().optional() }),
  },
  responses: {
    200: {
      description: 'The events',
      content: { 'text/event-stream': { schema: z.string().openapi({ example: examples.liveEvents }) } },
    },
    204: { description: 'The job has ended, and the client has seen its final event' },
    ...problems('request_invalid', 'job_not_found'),
  },
});

/** Adds the route that streams the state of a job. */
export function addStatusStreamRoute(
  app: OpenAPIHono,
  {
    settings,
    watch,
    queue,
    log,
    clock,
  }: Pick<AdapterContext, 'settings' | 'log' | 'clock'> & {
    readonly watch: JobWatch;
    readonly queue: JobQueue;
  },
): void {
  app.openapi(liveRoute, async (context) => {
    const { jobId } = context.req.valid('param');
    const first = await watch.first(jobId);
    if (!first)
      throw new RenderError('job_not_found', `Job ${jobId} does not exist.`, { details: { jobId } });
    let seen = context.req.header('last-event-id');
    if (first.state === 'ended' && seen === eventId(first)) return context.body(null, 204);

    // A body that is never read would keep its stream open.
    if (context.req.method === 'HEAD')
      return context.body(null, 200, { 'content-type': 'text/event-stream' });
    const close = watch.open(clientOf(context, settings.TRUSTED_PROXIES));
    // Without it, nginx holds the events back.
    context.header('x-accel-buffering', 'no');
    return streamSSE(
      context,
      async (stream) => {
        let job: Job | undefined = first;
        let sentMs = clock.monotonicMs();
        stream.onAbort(close);
        while (job && !stream.aborted) {
          const place = await queue.placeOf(job);
          const id = eventId(job, place);
          if (id !== seen) {
            const document = jobDocument(job, undefined, settings.BASE_PATH, place);
            await stream.writeSSE({ id, event: document.state, data: JSON.stringify(document) });
            seen = id;
            sentMs = clock.monotonicMs();
          } else if (clock.monotonicMs() - sentMs > keepAliveMs) {
            await stream.write(': still there\n\n');
            sentMs = clock.monotonicMs();
          }
          if (job.state === 'ended') break;
          job = await watch.next(jobId);
        }
        close();
      },
      (error) => {
        close();
        log.warn({ event: 'stream.broken', err: error, jobId }, 'A status stream failed');
        return Promise.resolve();
      },
    );
  });
}

/** Identifies the state of a job: the same on every replica, and different after every change. */
function eventId(job: Job, place?: QueuePlace): string {
  if (job.state === 'ended') return 'ended';
  if (job.state === 'queued') return place ? `queued.${String(place.queuePosition)}` : 'queued';
  const { attempt, stage, framesDone } = job.progress;
  return `${String(attempt)}.${stage}.${String(framesDone)}`;
}
