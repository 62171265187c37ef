import type { z } from '@hono/zod-openapi';
import { RenderError } from '../../errors/render-error.js';

/**
 * Checks what came from outside against its schema.
 * @throws RenderError `request_invalid`, naming every field that is not as it should be
 */
export function validated<S extends z.ZodType>(schema: S, value: unknown): z.output<S> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw invalid(parsed.error);
}

export function invalid(error: z.core.$ZodError): RenderError {
  const complaints = error.issues.map(({ path, message }) => `${path.join('.') || 'the body'}: ${message}`);
  return new RenderError('request_invalid', complaints.join('; '), {
    cause: error,
    details: { fields: error.issues.map(({ path }) => path.join('.')) },
  });
}
