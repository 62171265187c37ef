import { z } from '@hono/zod-openapi';
import { describe, expect, test } from 'vitest';
import { RenderError } from '../../../errors/render-error.js';
import { invalidRequest, validate } from './validate.js';

const schema = z.strictObject({ fps: z.coerce.number().max(60), name: z.string().min(2).optional() });

function refusalOf(value: unknown, whole?: string): RenderError {
  try {
    validate(schema, value, whole);
  } catch (error) {
    if (error instanceof RenderError) return error;
  }
  throw new Error('nothing was refused');
}

describe('validate', () => {
  test('returns the output of the schema', () => {
    expect(validate(schema, { fps: '25' })).toEqual({ fps: 25 });
  });

  test('names every invalid field, its limit, and no other', () => {
    const { code, message, details } = refusalOf({ fps: 90, name: 'x' });
    expect(code).toBe('request_invalid');
    expect(message).toContain('fps');
    expect(message).toContain('at most 60');
    expect(message).toContain('name');
    expect(message).toContain('at least 2 characters');
    expect(details).toEqual({ fields: ['fps', 'name'] });
  });

  test('names the value itself if it has the wrong type', () => {
    expect(refusalOf('text').message).toBe('the body must be an object');
    expect(refusalOf(7, 'the query').message).toBe('the query is 7, and must be an object');
  });

  test('names unknown fields', () => {
    expect(refusalOf({ fps: 25, color: 'red' }).message).toContain('color');
  });
});

test('invalidRequest keeps the cause for the log', () => {
  const { error } = schema.safeParse({});
  if (!error) throw new Error('the value is valid');
  expect(invalidRequest(error)).toMatchObject({ code: 'request_invalid', cause: error });
});
