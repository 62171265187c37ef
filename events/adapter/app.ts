import { OpenAPIHono } from '@hono/zod-openapi';
import { bodyLimit } from 'hono/body-limit';
import { methodNotAllowed } from 'hono/method-not-allowed';
import { routePath } from 'hono/route';
import { RenderError } from '../../errors/render-error.js';
import type { Adapter } from './context.js';
import { variesByAccept } from './jobs/job-response.js';
import { onError, problemOf, problemResponse } from './http/problem.js';
import { bearerKeys } from './http/api-keys.js';
import { rateLimit } from './http/rate-limit.js';
import { addPortraitRoute } from './routes/register-portrait.js';
import { addLiveRoutes } from './routes/status-stream.js';
import { addAvatarRoutes } from './routes/avatars.js';
import { addCancelRoute } from './routes/cancel.js';
import { addClusterRoutes } from './routes/cluster-events.js';
import { addDocsRoutes } from './routes/docs.js';
import { addOwnPortraitRoutes } from './routes/uploaded-portrait.js';
import { addPageRoutes } from './routes/page.js';
import { addPreviewRoutes } from './routes/preview.js';
import { addHealthRoutes } from './routes/health.js';
import { addRenderRoute } from './routes/render.js';
import { addRequestRoutes } from './routes/request.js';
import { addStatusRoutes } from './routes/status.js';
import { securityHeaders } from './http/security-headers.js';
import { invalid } from './http/validate.js';

/** Routes that read or write jobs and portraits; `/render/*` is `/render`, too. */
const protectedPaths = ['/avatars/*', '/previews/*', '/render/*', '/status/*'];

/**
 * The adapter as an application that answers requests; it needs no server to be asked. What a role
 * does not serve does not exist there.
 */
export function createApp(adapter: Adapter): OpenAPIHono {
  const { settings, metrics, log } = adapter;
  const app = new OpenAPIHono({
    defaultHook(result) {
      if (!result.success) throw invalid(result.error);
    },
  });
  app.onError((error) => onError(error, log));
  app.notFound((context) => {
    const error = new RenderError('route_not_found', `there is no ${context.req.method} ${context.req.path}`);
    return onError(error, log);
  });

  app.use(securityHeaders());
  app.use(async (context, next) => {
    const end = metrics.requests.startTimer();
    await next();
    end({ method: context.req.method, route: routePath(context, -1), status: String(context.res.status) });
  });
  app.use(
    methodNotAllowed({
      app,
      onMethodNotAllowed(context, methods) {
        const { method, path } = context.req;
        const allow = methods.join(', ');
        const error = new RenderError(
          'method_not_allowed',
          `${path} does not know ${method}; it knows ${allow}`,
        );
        return problemResponse(problemOf(error), { allow });
      },
    }),
  );
  for (const path of ['/render', '/status/:jobId']) app.use(path, variesByAccept);
  app.use('/events/*', bodyLimit({ maxSize: 1 << 20, onError: tooLarge }));

  const limiter =
    settings.RATE_LIMIT_PER_MINUTE > 0
      ? rateLimit(settings.RATE_LIMIT_PER_MINUTE, settings.TRUSTED_PROXIES)
      : undefined;
  for (const path of protectedPaths) {
    if (settings.API_KEYS) app.use(path, bearerKeys(settings.API_KEYS));
    if (limiter) app.use(path, limiter);
  }

  addHealthRoutes(app, adapter);
  if (settings.SERVICE_ROLE === 'internal') {
    addClusterRoutes(app, adapter);
    return app;
  }
  addAvatarRoutes(app, adapter);
  addPortraitRoute(app, adapter);
  addOwnPortraitRoutes(app, adapter);
  addPreviewRoutes(app, adapter);
  addRenderRoute(app, adapter);
  addCancelRoute(app, adapter);
  addRequestRoutes(app, adapter);
  addStatusRoutes(app, adapter);
  addLiveRoutes(app, adapter);
  addDocsRoutes(app);
  addPageRoutes(app);
  return app;
}

function tooLarge(): never {
  throw new RenderError('body_too_large', 'the body of the request is too large');
}
