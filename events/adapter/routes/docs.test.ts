import { createRequire } from 'node:module';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { OpenAPIHono, createRoute } from '@hono/zod-openapi';
import { describe, expect, test } from 'vitest';
import { packageInfo } from '../../../config/package-info.js';
import { openAdapter } from '../../../test/fixtures/adapter-context.js';
import { problemIn } from '../../../test/fixtures/problem.js';
import { onError } from '../http/problem.js';
import { addDocsRoutes } from './docs.js';

const swaggerFolder = path.dirname(createRequire(import.meta.url).resolve('swagger-ui-dist/package.json'));

function documented(): OpenAPIHono {
  const app = new OpenAPIHono();
  app.onError((error) => onError(error, { error: () => undefined, info: () => undefined }));
  const route = createRoute({ method: 'get', path: '/ping', responses: { 204: { description: 'Pong' } } });
  app.openapi(route, (context) => context.body(null, 204));
  addDocsRoutes(app);
  return app;
}

describe('the documentation', () => {
  test('describes the routes of the application', async () => {
    const document: unknown = await (await documented().request('/openapi.json')).json();
    expect(document).toMatchObject({
      openapi: '3.1.0',
      info: { title: 'Avatar Service', version: packageInfo.version, license: { name: 'Apache-2.0' } },
      servers: [{ url: '/' }],
      security: [{}, { key: [] }],
      components: { securitySchemes: { key: { type: 'http', scheme: 'bearer' } } },
      paths: { '/ping': { get: { responses: { 204: { description: 'Pong' } } } } },
    });
  });

  test('is a page whose script loads that document from here', async () => {
    const app = documented();
    const page = await app.request('/docs');
    expect(page.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(await page.text()).toContain('<script src="docs/start.js"></script>');
    const start = await app.request('/docs/start.js');
    expect(start.headers.get('content-type')).toBe('text/javascript; charset=utf-8');
    expect(await start.text()).toContain("url: 'openapi.json'");
  });

  test.each([
    ['swagger-ui.css', 'text/css; charset=utf-8'],
    ['swagger-ui-bundle.js', 'text/javascript; charset=utf-8'],
  ])('has the file %s of Swagger UI', async (file, type) => {
    const response = await documented().request(`/docs/${file}`);
    expect(response.headers.get('content-type')).toBe(type);
    expect(response.headers.get('cache-control')).toBe('public, max-age=3600');
    expect(await response.text()).toBe(await readFile(path.join(swaggerFolder, file), 'utf8'));
  });

  test.each(['package.json', 'index.html', 'constructor', '..%2fpackage.json'])(
    'does not have the file %s',
    async (file) => {
      await problemIn(await documented().request(`/docs/${file}`), 'route_not_found');
    },
  );
});

test('GET /version names the package', async () => {
  const { ask } = await openAdapter({ API_KEYS: 'a-key-of-sixteen-letters' });
  expect(await (await ask('/version')).json()).toEqual(packageInfo);
});
