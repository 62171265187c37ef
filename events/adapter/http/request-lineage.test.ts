import { Hono } from 'hono';
import { expect, test } from 'vitest';
import { traceparent } from '../../../test/fixtures/events.js';
import { requireApiKey } from './api-keys.js';
import { requestLineage } from './request-lineage.js';

const key = 'a-key-of-sixteen-letters';
const app = new Hono()
  .use('/protected', requireApiKey([{ key, name: undefined, role: 'render' }]))
  .get('*', (context) => context.json(requestLineage(context)));

async function lineageFor(headers: Record<string, string>, path = '/'): Promise<unknown> {
  return (await app.request(path, { headers })).json();
}

test('requestLineage passes the trace of a request on', async () => {
  const tracestate = 'rojo=00f067aa0ba902b7,congo=t61rcWkgMzE';
  expect(await lineageFor({ traceparent, tracestate })).toEqual({
    traceparent,
    tracestate,
    authtype: 'unauthenticated',
  });
});

test('requestLineage ignores a malformed trace', async () => {
  expect(await lineageFor({ traceparent: 'x', tracestate: 'rojo=1' })).toEqual({
    authtype: 'unauthenticated',
  });
});

test('requestLineage says that the caller had a key, but not which', async () => {
  const lineage = await lineageFor({ authorization: `Bearer ${key}` }, '/protected');
  expect(lineage).toEqual({ authtype: 'api_key' });
});
