import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import type { OpenAPIHono } from '@hono/zod-openapi';
import type { Context } from 'hono';
import { packageInfo } from '../../../config/package-info.js';
import { RenderError } from '../../../errors/render-error.js';

const swaggerFolder = path.dirname(createRequire(import.meta.url).resolve('swagger-ui-dist/package.json'));

const assets: Readonly<Record<string, string>> = {
  'swagger-ui.css': 'text/css; charset=utf-8',
  'swagger-ui-bundle.js': 'text/javascript; charset=utf-8',
};

const page = `<!doctype html>
<html lang="en">
<head>
  <meta charset="utf-8">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <title>Avatar Service: the API</title>
  <link rel="stylesheet" href="docs/swagger-ui.css">
</head>
<body>
  <div id="swagger-ui"></div>
  <script src="docs/swagger-ui-bundle.js"></script>
  <script src="docs/start.js"></script>
</body>
</html>
`;

const start = `SwaggerUIBundle({ url: 'openapi.json', dom_id: '#swagger-ui', deepLinking: true, validatorUrl: null });
`;

/** Adds the OpenAPI document and a page to browse it, from files of this package only. */
export function addDocsRoutes(app: OpenAPIHono, basePath = ''): void {
  app.openAPIRegistry.registerComponent('securitySchemes', 'key', {
    type: 'http',
    scheme: 'bearer',
    description: 'One of API_KEYS, if the service has keys',
  });
  app.doc31('/openapi.json', {
    openapi: '3.1.0',
    info: {
      title: 'Avatar Service',
      version: packageInfo.version,
      description: 'Turns a portrait and a voice into a video in which the portrait speaks.',
      license: { name: 'Apache-2.0', url: 'https://www.apache.org/licenses/LICENSE-2.0' },
    },
    tags: [
      { name: 'Streams', description: 'Watch videos while they are rendered' },
      { name: 'Jobs', description: 'Render videos, and follow, list, cancel, and delete their jobs' },
      { name: 'Portraits', description: 'The portraits that can speak' },
      { name: 'Voices', description: 'The voices that can speak a text' },
      { name: 'Service', description: 'Health, version, and documents of the service' },
    ],
    servers: [{ url: basePath === '' ? '/' : basePath }],
    security: [{}, { key: [] }],
  });
  app.get('/docs', (context) => send(context, page, 'text/html; charset=utf-8'));
  app.get('/docs/start.js', (context) => send(context, start, 'text/javascript; charset=utf-8'));
  app.get('/docs/:file', async (context) => {
    const file = context.req.param('file');
    const type = Object.hasOwn(assets, file) ? assets[file] : undefined;
    if (type === undefined) throw new RenderError('route_not_found', `Page /docs/${file} does not exist.`);
    return send(context, await readFile(path.join(swaggerFolder, file), 'utf8'), type);
  });
}

function send(context: Context, text: string, contentType: string): Response {
  return context.body(text, 200, { 'content-type': contentType, 'cache-control': 'public, max-age=3600' });
}
