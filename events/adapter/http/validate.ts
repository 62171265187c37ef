import type { z } from '@hono/zod-openapi';
import { formatIssues, fieldsOf } from '../../../errors/format-issues.js';
import { RenderError } from '../../../errors/render-error.js';

/**
 * Checks what came from outside against its schema.
 * @param whole what the value is called where no field of it is at fault
 * @throws RenderError `request_invalid`, naming every field that is not as it should be
 */
export function validate<S extends z.ZodType>(schema: S, value: unknown, whole = 'the body'): z.output<S> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw invalidRequest(parsed.error, value, whole);
}

export function invalidRequest(error: z.core.$ZodError, value?: unknown, whole = 'the body'): RenderError {
  return new RenderError('request_invalid', formatIssues(error, value, whole).join('; '), {
    cause: error,
    details: { fields: fieldsOf(error) },
  });
}
