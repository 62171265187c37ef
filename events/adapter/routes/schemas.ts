import type { OpenAPIHono } from '@hono/zod-openapi';
import { RenderError } from '../../../errors/render-error.js';
import { asyncApiDocument } from '../../contract/async-api.js';
import { dataSchema, schemaVersion } from '../../contract/data-schema.js';
import { isEventType } from '../../contract/event-data.js';

const caching = { 'cache-control': 'public, max-age=3600' };

/** Adds the AsyncAPI document, and the JSON Schemas of the events, to which their `dataschema` refers. */
export function addSchemaRoutes(app: OpenAPIHono): void {
  app.get('/asyncapi.json', (context) =>
    context.body(JSON.stringify(asyncApiDocument(), null, 2), 200, {
      'content-type': 'application/vnd.aai.asyncapi+json;version=3.0.0',
      ...caching,
    }),
  );
  app.get(`/schemas/${schemaVersion}/:file`, (context) => {
    const file = context.req.param('file');
    const type = file.replace(/\.json$/, '');
    if (type === file || !isEventType(type)) {
      throw new RenderError('route_not_found', `Schema ${file} does not exist.`);
    }
    return context.body(`${JSON.stringify(dataSchema(type), null, 2)}\n`, 200, {
      'content-type': 'application/schema+json',
      ...caching,
    });
  });
}
