import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { packageRoot } from '../../../config/package-root.js';
import { openAdapter } from '../../../test/fixtures/adapter-context.js';
import { problemIn } from '../../../test/fixtures/problem.js';
import { jsonRender } from '../../../test/fixtures/render-request.js';
import { asyncApiDocument } from '../../contract/async-api.js';
import { dataSchema } from '../../contract/data-schema.js';
import { eventData, isEventType } from '../../contract/event-data.js';

test('GET /asyncapi.json describes the events', async () => {
  const { ask } = await openAdapter({ API_KEYS: 'a-key-of-sixteen-letters' });
  const response = await ask('/asyncapi.json');
  expect(response.headers.get('content-type')).toBe('application/vnd.aai.asyncapi+json;version=3.0.0');
  const document: unknown = await response.json();
  expect(document).toEqual(asyncApiDocument());
  expect(document).toMatchObject({ asyncapi: '3.0.0', info: { version: '1' } });
});

test('GET /schemas lists the schemas, and each is where the list says', async () => {
  const { ask } = await openAdapter({ BASE_PATH: '/tools' });
  const index = z.object({
    schemas: z.array(
      z.object({ type: z.string(), id: z.string(), url: z.string(), description: z.string() }),
    ),
  });
  const { schemas } = index.parse(await (await ask('/schemas')).json());
  expect(schemas.map(({ type }) => type)).toEqual(Object.keys(eventData));
  for (const { id, url, description } of schemas) {
    const schema: unknown = await (await ask(url.replace('/tools/', '/'))).json();
    expect(schema).toMatchObject({ $id: id, description });
  }
});

test('every field of the schemas has a description', () => {
  const undescribed = (schema: unknown, path: string): string[] => {
    const { properties = {} } = z
      .looseObject({ properties: z.record(z.string(), z.unknown()).optional() })
      .parse(schema);
    return Object.entries(properties).flatMap(([name, property]) => {
      const described = z.looseObject({ description: z.string() }).safeParse(property).success;
      return [...(described ? [] : [`${path}.${name}`]), ...undescribed(property, `${path}.${name}`)];
    });
  };
  const types = Object.keys(eventData).filter(isEventType);
  expect(types.flatMap((type) => undescribed(dataSchema(type, 'urn:x'), type))).toEqual([]);
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
    expect(schema).toMatchObject({
      $id: 'http://adapter/schemas/v1/render.requested.json',
      title: 'render.requested',
      description: 'A video is requested: a portrait speaks with the given voice.',
      required: ['avatarId'],
    });
  });

  test.each(['render.requested', 'render.begun.json', 'constructor.json'])(
    'has no schema %s',
    async (file) => {
      const { ask } = await openAdapter();
      await problemIn(await ask(`/schemas/v1/${file}`), 'route_not_found');
    },
  );
});
