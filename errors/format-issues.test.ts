import { expect, test } from 'vitest';
import { z } from 'zod';
import { formatIssues, fieldsOf } from './format-issues.js';

const schema = z.strictObject({
  id: z.string().regex(/^[a-z]+$/, 'must be of a-z'),
  text: z.string().min(2).max(4).optional(),
  fps: z.number().min(1).max(60).optional(),
  frames: z.int().positive().optional(),
  wanted: z.boolean().optional(),
  kind: z.enum(['voice', 'video']).optional(),
  list: z
    .array(z.object({ port: z.number() }))
    .max(1)
    .optional(),
});

function issues(value: unknown, shown?: (value: unknown, field: string) => string | undefined): string[] {
  const { error } = schema.safeParse(value);
  return error ? formatIssues(error, value, 'the body', shown ? { shown } : {}) : [];
}

test('formatIssues returns no messages for a valid value', () => {
  expect(issues({ id: 'a', fps: 25 })).toEqual([]);
});

test.each([
  [undefined, 'the body is missing'],
  ['hello', 'the body must be an object'],
  [{}, 'id is missing'],
  [{ id: 'A' }, 'id must be of a-z'],
  [{ id: 3 }, 'id is 3, and must be a string'],
  [{ id: 'a', text: 'a' }, 'text must have at least 2 characters'],
  [{ id: 'a', text: 'abcde' }, 'text must have at most 4 characters'],
  [{ id: 'a', fps: 90 }, 'fps is 90, and must be at most 60'],
  [{ id: 'a', fps: 0 }, 'fps is 0, and must be at least 1'],
  [{ id: 'a', fps: '25' }, 'fps is "25", a text, and must be a number'],
  [{ id: 'a', frames: 0 }, 'frames is 0, and must be more than 0'],
  [{ id: 'a', frames: 1.5 }, 'frames is 1.5, and must be a whole number'],
  [{ id: 'a', wanted: 'yes' }, 'wanted must be true or false'],
  [{ id: 'a', kind: 'sound' }, 'kind must be one of voice, video'],
  [{ id: 'a', list: {} }, 'list must be a list'],
  [{ id: 'a', list: [{ port: 1 }, { port: 2 }] }, 'list must have at most 1 entries'],
  [{ id: 'a', list: [{ port: true }] }, 'list.0.port is true, and must be a number'],
  [{ id: 'a', speed: 2 }, 'the body must not have speed'],
])('formatIssues describes %j: %s', (value, problem) => {
  expect(issues(value)).toEqual([problem]);
});

test('formatIssues returns one message for each bad field', () => {
  const value = { fps: 90 };
  expect(issues(value)).toEqual(['id is missing', 'fps is 90, and must be at most 60']);
  expect(fieldsOf(schema.safeParse(value).error ?? new z.ZodError([]))).toEqual(['id', 'fps']);
});

test('fieldsOf names no field if the value as a whole is bad', () => {
  expect(fieldsOf(schema.safeParse('hello').error ?? new z.ZodError([]))).toEqual([]);
});

test('formatIssues repeats a text only if the caller permits it', () => {
  const value = { id: 'https://me:secret@example.com' };
  expect(issues(value).join()).not.toContain('secret');
  expect(issues(value, (given) => JSON.stringify(given))).toEqual([
    'id is "https://me:secret@example.com", and must be of a-z',
  ]);
});
