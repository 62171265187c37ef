import { createRoute, z, type OpenAPIHono } from '@hono/zod-openapi';
import type { Context } from 'hono';
import { RenderError } from '../../../errors/render-error.js';
import type { AdapterContext } from '../context.js';
import { clientOf } from '../http/client-identity.js';
import { ClientSlots } from '../http/client-slots.js';
import { validate } from '../http/validate.js';
import { mp4Content } from '../http/video-responses.js';
import { endedProblem } from '../jobs/job-response.js';
import { liveBody } from '../streams/live-body.js';
import { awaitStream, connectionOf, partResponse, type StreamContext } from '../streams/stream-answers.js';
import { StreamFeed } from '../streams/stream-feed.js';
import {
  addPlaylistRoutes,
  partWaitSeconds,
  streamFailures,
  streamMoved,
  streamParams,
} from './stream-playlists.js';

/** Programs that wait for a growing file are patient. */
const liveWaitSeconds = 60;

const initRoute = createRoute({
  method: 'get',
  path: '/status/{jobId}/init.mp4',
  operationId: 'getStreamStart',
  tags: ['Streams'],
  summary: 'Get the initialization segment of a stream',
  request: { params: streamParams },
  responses: {
    200: { description: 'The segment', content: mp4Content },
    302: streamMoved,
    ...streamFailures,
  },
});

const fragmentRoute = createRoute({
  method: 'get',
  path: '/status/{jobId}/{number}.m4s',
  operationId: 'getFragment',
  tags: ['Streams'],
  summary: 'Get a fragment of a stream',
  request: {
    params: streamParams.extend({
      number: z.string().openapi({ description: 'Its number, from 0', example: '0' }),
    }),
  },
  responses: {
    200: { description: 'The fragment', content: mp4Content },
    302: streamMoved,
    ...streamFailures,
  },
});

const liveRoute = createRoute({
  method: 'get',
  path: '/status/{jobId}/live.mp4',
  operationId: 'watchLive',
  tags: ['Streams'],
  summary: 'Watch a video while it is rendered, as one MP4 that grows',
  description:
    'A fragmented MP4 without `Content-Length`, for `curl`, `ffplay`, and Media Source Extensions. If the job fails, the connection is closed before the end of the body.',
  request: { params: streamParams },
  responses: {
    200: { description: 'The video', content: mp4Content },
    302: streamMoved,
    ...streamFailures,
  },
});

/** Adds the routes on which a video is watched while it is rendered. */
export function addStreamRoutes(
  app: OpenAPIHono,
  { store, settings, clock, log }: Pick<AdapterContext, 'store' | 'settings' | 'clock' | 'log'>,
): void {
  const slots = new ClientSlots(
    settings.STREAMS_MAX,
    'viewers of streams and waiting requests',
    'STREAMS_MAX',
  );
  const adapter: StreamContext = {
    store,
    settings,
    clock,
    log,
    slots,
    feed: new StreamFeed({ store, clock }),
  };

  addPlaylistRoutes(app, adapter);

  app.openapi(initRoute, async (context) => {
    const { jobId } = context.req.valid('param');
    const found = await awaitStream(
      context,
      jobId,
      { has: () => true, waitSeconds: partWaitSeconds, isEntry: false },
      adapter,
    );
    if (found instanceof Response) return found;
    return partResponse(context, jobId, { part: 'init', facts: found.stream.init }, adapter);
  });

  app.openapi(liveRoute, (context) => liveResponse(context, context.req.valid('param').jobId, adapter));

  // Registered for the OpenAPI document only: its templates cannot say that other files have other routes.
  app.openAPIRegistry.registerPath(fragmentRoute);
  app.get('/status/:jobId/:fragment{(?:0|[1-9]\\d{0,6})\\.m4s}', async (context) => {
    const { jobId } = validate(streamParams, { jobId: context.req.param('jobId') });
    const { fragment } = context.req.param();
    const part = Number.parseInt(fragment, 10);
    const has = ({ fragments, isComplete }: { fragments: readonly object[]; isComplete: boolean }) =>
      fragments.length > part || isComplete;
    const found = await awaitStream(
      context,
      jobId,
      { has, waitSeconds: partWaitSeconds, isEntry: false },
      adapter,
    );
    if (found instanceof Response) return found;
    const { stream, outcome } = found;
    const facts = stream.fragments[part];
    if (facts) return partResponse(context, jobId, { part, facts }, adapter);
    const details = { jobId };
    if (stream.isComplete || outcome)
      throw new RenderError('job_not_found', `The stream of job ${jobId} has no fragment ${String(part)}.`, {
        details,
      });
    throw new RenderError('stream_not_started', `Fragment ${String(part)} is not rendered yet.`, {
      details: { jobId, retryAfterSeconds: 1 },
    });
  });
}

async function liveResponse(context: Context, jobId: string, adapter: StreamContext): Promise<Response> {
  const { slots, settings, feed, clock } = adapter;
  const found = await awaitStream(
    context,
    jobId,
    { has: ({ fragments }) => fragments.length > 0, waitSeconds: liveWaitSeconds, isEntry: true },
    adapter,
  );
  if (found instanceof Response) return found;
  const { stream, outcome } = found;
  if (!stream.isComplete && outcome && outcome.type !== 'render.completed')
    return endedProblem(jobId, outcome);
  const headers: Record<string, string> = {
    'content-type': 'video/mp4',
    'cache-control': 'no-store',
    // Without it, nginx holds the fragments back.
    'x-accel-buffering': 'no',
  };
  if (stream.isComplete) {
    const bytes = stream.fragments.reduce((sum, fragment) => sum + fragment.bytes, stream.init.bytes);
    headers['content-length'] = String(bytes);
  }
  if (context.req.method === 'HEAD') return new Response(null, { headers });
  const onEnd = slots.open(clientOf(context, settings.TRUSTED_PROXIES));
  const connection = connectionOf(context);
  const cut = connection && (() => void connection.destroy());
  const maxStallMs = settings.STREAM_STALL_SECONDS * 1000;
  return new Response(liveBody(feed, found, { jobId, maxStallMs, cut, onEnd, clock }), { headers });
}
