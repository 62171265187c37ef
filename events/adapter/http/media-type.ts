import type { Context } from 'hono';

/** The media type of a request's body, in lower case and without parameters (RFC 9110, § 8.3). */
export function bodyMediaType(context: Context): string | undefined {
  return context.req.header('content-type')?.split(';')[0]?.trim().toLowerCase();
}
