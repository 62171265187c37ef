import { createMcpHandler } from '@modelcontextprotocol/server';
import type { OpenAPIHono } from '@hono/zod-openapi';
import { AvatarClient } from '../../../client/client.js';
import { createMcpServer } from '../../../mcp/server.js';
import type { AdapterContext } from '../context.js';

const dayMs = 24 * 3600_000;

/** Headers that say who has sent a request, passed on to the routes that a tool calls. */
const identifying = ['authorization', 'x-forwarded-for', 'traceparent', 'tracestate'];

/**
 * Adds the Model Context Protocol (Streamable HTTP, without sessions: any replica answers any request). Its tools call
 * the routes of this application, so keys, limits, and errors are the same.
 */
export function addMcpRoute(
  app: OpenAPIHono,
  { settings, log }: Pick<AdapterContext, 'settings' | 'log'>,
): void {
  /** The connections of requests, for the addresses of their clients. */
  const connections = new WeakMap<Request, object>();
  const retentionMs = settings.RETENTION_DAYS > 0 ? settings.RETENTION_DAYS * dayMs : null;
  const handler = createMcpHandler(
    ({ requestInfo }) => {
      const headers = requestInfo?.headers ?? new Headers();
      const send: typeof fetch = async (url, init) => {
        const request = new Request(url, init);
        for (const name of identifying) {
          const value = headers.get(name);
          if (value !== null) request.headers.set(name, value);
        }
        return app.fetch(request, requestInfo ? (connections.get(requestInfo) ?? {}) : {});
      };
      const { origin } = new URL(requestInfo?.url ?? 'http://localhost');
      const client = new AvatarClient({ baseUrl: 'http://localhost', fetch: send });
      return createMcpServer({ client, publicUrl: origin + settings.BASE_PATH, retentionMs });
    },
    {
      onerror(error) {
        log.info({ event: 'mcp.refused', reason: error.message }, 'An MCP request was refused');
      },
    },
  );
  app.post('/mcp', async (context) => {
    connections.set(context.req.raw, { ...context.env });
    return handler.fetch(context.req.raw);
  });
}
