import { pathToFileURL } from 'node:url';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { createLogger } from '../../../config/logger.js';
import { readSettings } from '../../../config/settings.js';
import { temporaryFolder } from '../../../test/fixtures/temporary-folder.js';
import { createApp } from '../app.js';
import { openAdapterContext } from '../context.js';

const schema = z.looseObject({
  $ref: z.string().optional(),
  format: z.string().optional(),
  example: z.unknown().optional(),
  items: z.looseObject({ $ref: z.string() }).optional(),
});
type Schema = z.infer<typeof schema>;
const content = z.record(z.string(), z.object({ schema, example: z.unknown().optional() }));
const documentSchema = z.object({
  paths: z.record(
    z.string(),
    z.record(
      z.string(),
      z.object({
        requestBody: z.object({ content }).optional(),
        responses: z.record(z.string(), z.object({ content: content.optional() })),
      }),
    ),
  ),
  components: z.object({ schemas: z.record(z.string(), schema) }),
});

test('the OpenAPI document has an example of every body that is not a picture or a video', async () => {
  const STORE = pathToFileURL(await temporaryFolder()).href;
  const log = createLogger('adapter', { LOG_LEVEL: 'silent' });
  const app = createApp(await openAdapterContext(readSettings({ STORE }), log));
  const { paths, components } = documentSchema.parse(await (await app.request('/openapi.json')).json());
  const named = (ref = '') => components.schemas[ref.split('/').at(-1) ?? ''];
  const hasExample = (each: Schema): boolean =>
    each.example !== undefined ||
    each.format === 'binary' ||
    named(each.$ref)?.example !== undefined ||
    named(each.items?.$ref)?.example !== undefined;

  const bodies = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).flatMap(([method, { requestBody, responses }]) =>
      [requestBody?.content, ...Object.values(responses).map((response) => response.content)].flatMap(
        (each) =>
          Object.entries(each ?? {}).map(([type, body]) => ({ name: `${method} ${path} ${type}`, body })),
      ),
    ),
  );
  expect(bodies.length).toBeGreaterThan(40);
  expect(
    bodies
      .filter(({ body }) => body.example === undefined && !hasExample(body.schema))
      .map(({ name }) => name),
  ).toEqual([]);
});

test('the OpenAPI document describes the constraints of the fields of forms', async () => {
  const STORE = pathToFileURL(await temporaryFolder()).href;
  const app = createApp(
    await openAdapterContext(readSettings({ STORE }), createLogger('adapter', { LOG_LEVEL: 'silent' })),
  );
  const document: unknown = await (await app.request('/openapi.json')).json();
  expect(document).toMatchObject({
    components: {
      schemas: {
        RenderUpload: {
          required: ['avatarId', 'voice'],
          properties: { fps: { type: 'number', minimum: 1, maximum: 60 } },
        },
        RecordingRenderForm: {
          required: ['avatarId', 'voiceUrl'],
          // A JSON Schema pattern has no flags.
          properties: { voiceUrl: { pattern: '^https?:\\/\\/\\S+$' } },
        },
      },
    },
  });
  expect(document).not.toHaveProperty('components.schemas.PreviewUpload.required');
});
