import { createRoute, z, type OpenAPIHono } from '@hono/zod-openapi';
import type { Settings } from '../../../config/settings.js';
import { RenderError } from '../../../errors/render-error.js';
import { asyncApiDocument } from '../../contract/async-api.js';
import { dataSchema, dataSchemaUrl, schemaVersion } from '../../contract/data-schema.js';
import { eventData, eventPurposes, isEventType } from '../../contract/event-data.js';
import { linksBelow } from '../http/links.js';
import { problems } from '../http/problem.js';

const caching = { 'cache-control': 'public, max-age=3600' };

const open = { tags: ['Service'], security: [] };

const indexSchema = z
  .object({
    schemas: z.array(
      z.object({
        type: z.string().openapi({ description: 'The type of the event' }),
        description: z.string(),
        id: z
          .string()
          .openapi({ description: 'The `$id` of the schema, which is the `dataschema` of the event' }),
        url: z.string().openapi({ description: 'Where this service has it' }),
      }),
    ),
  })
  .openapi('SchemaIndex', {
    example: {
      schemas: [
        {
          type: 'render.requested',
          description: eventPurposes['render.requested'],
          id: 'urn:avatar-service:schemas/v1/render.requested.json',
          url: '/schemas/v1/render.requested.json',
        },
      ],
    },
  });

const indexRoute = createRoute({
  ...open,
  method: 'get',
  path: '/schemas',
  operationId: 'listSchemas',
  summary: 'List the JSON Schemas of the events',
  responses: {
    200: { description: 'One for each event', content: { 'application/json': { schema: indexSchema } } },
  },
});

const schemaRoute = createRoute({
  ...open,
  method: 'get',
  path: `/schemas/${schemaVersion}/{file}`,
  operationId: 'getSchema',
  summary: 'Get the JSON Schema of the data of an event',
  request: {
    params: z.object({
      file: z
        .string()
        .openapi({ description: 'The type of the event and `.json`', example: 'render.requested.json' }),
    }),
  },
  responses: {
    200: {
      description: 'The schema',
      content: {
        'application/schema+json': {
          schema: z.record(z.string(), z.unknown()).openapi({ example: { title: 'render.requested' } }),
        },
      },
    },
    ...problems('route_not_found'),
  },
});

/** Adds the AsyncAPI document, and the JSON Schemas of the events, to which their `dataschema` refers. */
export function addSchemaRoutes(
  app: OpenAPIHono,
  { SCHEMAS_URL, BASE_PATH }: Pick<Settings, 'SCHEMAS_URL' | 'BASE_PATH'>,
): void {
  app.openapi(indexRoute, (context) => {
    const types = Object.keys(eventData).filter(isEventType);
    const schemas = types.map((type) => ({
      type,
      description: eventPurposes[type],
      id: dataSchemaUrl(type, SCHEMAS_URL),
      url: linksBelow(BASE_PATH).schema(`${schemaVersion}/${type}.json`),
    }));
    return context.json({ schemas }, 200, caching);
  });

  app.get('/asyncapi.json', (context) =>
    context.body(JSON.stringify(asyncApiDocument(), null, 2), 200, {
      'content-type': 'application/vnd.aai.asyncapi+json;version=3.0.0',
      ...caching,
    }),
  );

  // Registered for the OpenAPI document only: the answer is the text of the file.
  app.openAPIRegistry.registerPath(schemaRoute);
  app.get(`/schemas/${schemaVersion}/:file`, (context) => {
    const file = context.req.param('file');
    const type = file.replace(/\.json$/, '');
    if (type === file || !isEventType(type)) {
      throw new RenderError('route_not_found', `Schema ${file} does not exist. See GET /schemas.`);
    }
    return context.body(`${JSON.stringify(dataSchema(type, SCHEMAS_URL), null, 2)}\n`, 200, {
      'content-type': 'application/schema+json',
      ...caching,
    });
  });
}
