import type { MiddlewareHandler } from 'hono';
import type { Logger } from '../../../config/logger.js';
import { requestIdFrom, runInRequest } from '../../../config/request-scope.js';

/**
 * Gives every answer the id of its request as `X-Request-Id`: that of the client or proxy, or a new one.
 * Log lines that the request causes have it, too.
 * @param isLogged whether each answer gets a line of its own
 */
export function withRequestId(log: Pick<Logger, 'info'>, isLogged: boolean): MiddlewareHandler {
  return async (context, next) => {
    const requestId = requestIdFrom(context.req.header('x-request-id'));
    const startMs = performance.now();
    await runInRequest(requestId, async () => {
      await next();
      context.res.headers.set('x-request-id', requestId);
      if (!isLogged) return;
      const { method, path } = context.req;
      const ms = Math.round(performance.now() - startMs);
      const { status } = context.res;
      log.info(
        { event: 'request.answered', method, path: path.slice(0, 200), status, ms },
        `${method} ${path.slice(0, 200)} ${String(status)}`,
      );
    });
  };
}
