import type { Context } from 'hono';

/**
 * The trace that a request belongs to (W3C Trace Context, § 3.2); undefined if the header is missing
 * or malformed, because its value goes into events and from there into headers.
 */
export function readTraceparent(context: Context): string | undefined {
  const header = context.req.header('traceparent');
  return header !== undefined && /^[\da-f]{2}-[\da-f]{32}-[\da-f]{16}-[\da-f]{2}$/.test(header)
    ? header
    : undefined;
}
