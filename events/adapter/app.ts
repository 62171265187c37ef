import { OpenAPIHono } from '@hono/zod-openapi';
import type { MiddlewareHandler } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { compress } from 'hono/compress';
import { cors } from 'hono/cors';
import { methodNotAllowed } from 'hono/method-not-allowed';
import { routePath } from 'hono/route';
import { RenderError } from '../../errors/render-error.js';
import type { AdapterContext } from './context.js';
import { JobQueue } from './jobs/job-queue.js';
import { JobWatch } from './jobs/job-watch.js';
import { varyByAccept } from './jobs/job-response.js';
import { onError, toProblem, problemResponse } from './http/problem.js';
import { requireApiKey } from './http/api-keys.js';
import { isLoopbackHost, refuseCrossSite } from './http/cross-site.js';
import { ClientLimiter } from './http/rate-limit.js';
import { withRequestId } from './http/request-id.js';
import { traceRequests } from './http/trace-requests.js';
import { addRegisterPortraitRoute } from './routes/register-portrait.js';
import { addStatusStreamRoute } from './routes/status-stream.js';
import { addAvatarRoutes } from './routes/avatars.js';
import { addCancelRoute } from './routes/cancel.js';
import { addClusterEventRoutes } from './routes/cluster-events.js';
import { addDeleteJobRoute } from './routes/delete-job.js';
import { addDocsRoutes } from './routes/docs.js';
import { addUploadedPortraitRoutes } from './routes/uploaded-portrait.js';
import { addJobRoutes } from './routes/jobs.js';
import { addLimitsRoute } from './routes/limits.js';
import { addMcpRoute } from './routes/mcp.js';
import { addPageRoutes } from './routes/page.js';
import { addPosterRoute } from './routes/poster.js';
import { addPreviewRoutes } from './routes/preview.js';
import { addHealthRoutes } from './routes/health.js';
import { StoreHealth } from './upkeep/store-health.js';
import { addRenderRoute } from './routes/render.js';
import { addRequestRoutes } from './routes/request.js';
import { addJobSpeechRoutes } from './routes/job-speech.js';
import { addSchemaRoutes } from './routes/schemas.js';
import { addVoiceRoutes } from './routes/voices.js';
import { addStreamRoutes } from './routes/stream.js';
import { addStatusRoutes } from './routes/status.js';
import { securityHeaders } from './http/security-headers.js';
import { invalidRequest } from './http/validate.js';

/** Routes that read or write jobs and portraits; `/render/*` includes `/render`. */
const protectedPaths = [
  '/avatars/*',
  '/jobs/*',
  '/mcp',
  '/previews/*',
  '/render/*',
  '/speech',
  '/status/*',
  '/voices',
  '/voices/:id/sample.wav',
];

/**
 * Creates the adapter's HTTP application; it can answer requests without a server. Routes of the other
 * role do not exist in it.
 */
export function createApp(adapter: AdapterContext): OpenAPIHono {
  const { settings, metrics, log } = adapter;
  const app = new OpenAPIHono({
    defaultHook(result) {
      if (!result.success) throw invalidRequest(result.error, 'data' in result ? result.data : undefined);
    },
  });
  const health = new StoreHealth(adapter);
  app.onError((error) => {
    health.noteError(error);
    return onError(error, log);
  });
  app.notFound((context) => {
    const { pathname, search } = new URL(context.req.url);
    const usual = pathname.replace(/\/{2,}/g, '/').replace(/(?<=.)\/$/, '');
    if (usual !== pathname) return context.redirect(usual + search, 308);
    const error = new RenderError(
      'route_not_found',
      `Route ${context.req.method} ${context.req.path} does not exist.`,
    );
    return onError(error, log);
  });

  app.use(withRequestId(log, settings.ACCESS_LOG === 'on'));
  app.use(traceRequests());
  app.use(securityHeaders());
  if (settings.BASE_PATH !== '') app.use(locationBelow(settings.BASE_PATH));
  if (settings.CORS_ORIGINS) app.use(cors(corsOptions(settings.CORS_ORIGINS)));
  app.use(async (context, next) => {
    const startMs = performance.now();
    await next();
    const seconds = (performance.now() - startMs) / 1000;
    const route = routePath(context, -1);
    const { method } = context.req;
    // A client that waits for a job waits for the render, not for the adapter.
    if (context.req.query('wait') !== undefined) metrics.waits.observe({ route }, seconds);
    else metrics.requests.observe({ method, route, status: String(context.res.status) }, seconds);
  });
  // Documents and lists, not what a client sees arrive: events, films, and sounds.
  for (const path of ['/', '/avatars', '/jobs', '/openapi.json', '/schemas/*', '/voices'])
    app.use(path, compress());
  app.use(
    methodNotAllowed({
      app,
      onMethodNotAllowed(context, methods) {
        const { method, path } = context.req;
        const allow = methods.join(', ');
        const error = new RenderError(
          'method_not_allowed',
          `${path} does not accept ${method}. Use ${allow}.`,
        );
        return problemResponse(toProblem(error), { allow });
      },
    }),
  );
  for (const path of ['/render', '/status/:jobId']) app.use(path, varyByAccept);
  app.use('/events/*', bodyLimit({ maxSize: 1 << 20, onError: tooLarge }));

  const limiter =
    settings.RATE_LIMIT_PER_MINUTE > 0
      ? new ClientLimiter(settings.RATE_LIMIT_PER_MINUTE, settings.TRUSTED_PROXIES)
      : undefined;
  for (const path of protectedPaths) {
    if (settings.API_KEYS) app.use(path, requireApiKey(settings.API_KEYS, limiter));
    if (limiter) app.use(path, countRequests(limiter));
  }

  addHealthRoutes(app, adapter, health);
  if (settings.SERVICE_ROLE === 'internal') {
    addClusterEventRoutes(app, adapter);
    return app;
  }
  if (!settings.API_KEYS)
    app.use(refuseCrossSite(settings.CORS_ORIGINS ?? [], isLoopbackHost(settings.HOST)));
  addAvatarRoutes(app, adapter);
  addRegisterPortraitRoute(app, adapter);
  addUploadedPortraitRoutes(app, adapter);
  addPreviewRoutes(app, adapter);
  const watch = new JobWatch(adapter, settings.WATCHERS_MAX);
  const queue = new JobQueue(adapter);
  addRenderRoute(app, { ...adapter, watch, queue });
  addCancelRoute(app, adapter);
  addRequestRoutes(app, adapter);
  addJobRoutes(app, { ...adapter, watch, queue });
  addPosterRoute(app, adapter);
  addStatusRoutes(app, { ...adapter, watch, queue });
  addDeleteJobRoute(app, adapter);
  addJobSpeechRoutes(app, adapter);
  addStatusStreamRoute(app, { ...adapter, watch, queue });
  addStreamRoutes(app, adapter);
  addLimitsRoute(app, adapter);
  addSchemaRoutes(app, settings);
  addDocsRoutes(app, settings.BASE_PATH);
  addVoiceRoutes(app, adapter);
  addMcpRoute(app, adapter);
  addPageRoutes(app, adapter);
  return app;
}

/** A player asks for the playlist and a fragment every second; STREAMS_MAX limits those that wait. */
const streamPart = /^\/status\/[^/]+\/(stream\.m3u8|media\.m3u8|init\.mp4|\d+\.m4s)$/;

function countRequests({ count, countFailures }: ClientLimiter): MiddlewareHandler {
  return (context, next) =>
    streamPart.test(context.req.path) ? countFailures(context, next) : count(context, next);
}

/** Redirects and created resources are below the prefix, too. */
function locationBelow(basePath: string): MiddlewareHandler {
  return async (context, next) => {
    await next();
    const location = context.res.headers.get('location');
    if (location?.startsWith('/') === true) context.res.headers.set('location', basePath + location);
  };
}

function corsOptions(origins: string[]) {
  return {
    origin: origins.includes('*') ? '*' : origins,
    allowHeaders: [
      'authorization',
      'content-type',
      'idempotency-key',
      'last-event-id',
      'mcp-method',
      'mcp-name',
      'mcp-protocol-version',
      'range',
    ],
    exposeHeaders: [
      'content-range',
      'etag',
      'idempotent-replayed',
      'location',
      'retry-after',
      'x-request-id',
    ],
    maxAge: 600,
  };
}

function tooLarge(): never {
  throw new RenderError('body_too_large', 'The event has more than 1048576 bytes.');
}
