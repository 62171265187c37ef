import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { packageRoot } from '../../../config/package-root.js';
import { openAdapter } from '../../../test/fixtures/adapter-context.js';
import { problemIn } from '../../../test/fixtures/problem.js';
import { jsonRender } from '../../../test/fixtures/render-request.js';
import { asyncApiDocument } from '../../contract/async-api.js';
import { eventData } from '../../contract/event-data.js';

test('GET /asyncapi.json describes the events', async () => {
  const { ask } = await openAdapter({ API_KEYS: 'a-key-of-sixteen-letters' });
  const response = await ask('/asyncapi.json');
  expect(response.headers.get('content-type')).toBe('application/vnd.aai.asyncapi+json;version=3.0.0');
  const document: unknown = await response.json();
  expect(document).toEqual(asyncApiDocument());
  expect(document).toMatchObject({ asyncapi: '3.0.0', info: { version: '1' } });
});

describe('GET /schemas/v1/{type}.json', () => {
  test.each(Object.keys(eventData))('serves the committed schema of %s', async (type) => {
    const { ask } = await openAdapter();
    const response = await ask(`/schemas/v1/${type}.json`);
    expect(response.headers.get('content-type')).toBe('application/schema+json');
    const file = path.join(packageRoot, 'events', 'contract', 'schemas', `${type}.json`);
    expect(await response.text()).toBe(await readFile(file, 'utf8'));
  });

  test('is open without a key, and is where the dataschema of an event points', async () => {
    const key = 'a-key-of-sixteen-letters';
    const { ask, sent } = await openAdapter({ API_KEYS: key, SCHEMAS_URL: 'http://adapter/schemas' });
    const authorization = { authorization: `Bearer ${key}` };
    expect((await ask('/render', jsonRender({}, authorization))).status).toBe(202);
    expect(sent[0]).toMatchObject({
      dataschema: 'http://adapter/schemas/v1/render.requested.json',
      authtype: 'api_key',
    });
    expect(JSON.stringify(sent[0])).not.toContain(key);
    const schema: unknown = await (await ask(new URL(sent[0]?.dataschema ?? '').pathname)).json();
    expect(schema).toMatchObject({ title: 'render.requested', required: ['avatarId'] });
  });

  test.each(['render.requested', 'render.begun.json', 'constructor.json'])(
    'has no schema %s',
    async (file) => {
      const { ask } = await openAdapter();
      await problemIn(await ask(`/schemas/v1/${file}`), 'route_not_found');
    },
  );
});
