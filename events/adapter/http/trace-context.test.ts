import { Hono } from 'hono';
import { expect, test } from 'vitest';
import { traceparent } from '../../../test/fixtures/events.js';
import { readTraceparent } from './trace-context.js';

const app = new Hono().get('/', (context) => context.json({ trace: readTraceparent(context) ?? null }));

async function traceOf(headers: Record<string, string>): Promise<unknown> {
  return (await app.request('/', { headers })).json();
}

test('readTraceparent passes a valid header on', async () => {
  expect(await traceOf({ traceparent })).toEqual({ trace: traceparent });
});

test.each([
  traceparent.toUpperCase(),
  traceparent.slice(0, -1),
  `${traceparent}-00`,
  traceparent.replaceAll('-', ''),
  traceparent.replace('4bf9', '4bg9'),
  'x',
])('readTraceparent ignores the malformed header %s', async (header) => {
  expect(await traceOf({ traceparent: header })).toEqual({ trace: null });
});

test('readTraceparent returns nothing without a header', async () => {
  expect(await traceOf({})).toEqual({ trace: null });
});
