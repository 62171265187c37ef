import { z } from '@hono/zod-openapi';
import { formatIssues, fieldsOf } from '../../../errors/format-issues.js';
import { RenderError } from '../../../errors/render-error.js';

/**
 * Validates external data against a schema.
 * @param whole the name of the value itself, for errors that are not in a field
 * @throws RenderError `request_invalid`, naming every invalid field
 */
export function validate<S extends z.ZodType>(schema: S, value: unknown, whole = 'the body'): z.output<S> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw invalidRequest(parsed.error, value, whole, schema);
}

export function invalidRequest(
  error: z.core.$ZodError,
  value?: unknown,
  whole = 'the body',
  schema?: z.ZodType,
): RenderError {
  const names = schema instanceof z.ZodObject ? Object.keys(schema.shape) : [];
  return new RenderError('request_invalid', formatIssues(error, value, whole, { names }).join('; '), {
    cause: error,
    details: { fields: fieldsOf(error) },
  });
}
