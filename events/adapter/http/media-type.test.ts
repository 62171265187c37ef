import { Hono } from 'hono';
import { expect, test } from 'vitest';
import { bodyMediaType } from './media-type.js';

const app = new Hono().post('/', (context) => context.json({ type: bodyMediaType(context) ?? null }));

test.each([
  ['application/json', 'application/json'],
  ['Application/JSON; charset=utf-8', 'application/json'],
  [' multipart/form-data ;boundary=x', 'multipart/form-data'],
  ['', ''],
  [undefined, null],
])('the media type of a body with the Content-Type %j is %j', async (header, type) => {
  const headers = header === undefined ? {} : { 'content-type': header };
  const response = await app.request('/', { method: 'POST', headers });
  expect(await response.json()).toEqual({ type });
});
