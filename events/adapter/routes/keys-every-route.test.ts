import { z } from '@hono/zod-openapi';
import { expect, test } from 'vitest';
import { problemIn } from '../../../test/fixtures/problem.js';
import { runningAdapter } from '../../../test/fixtures/running-adapter.js';
import { createApp } from '../app.js';

/** The routes that need no key: probes, documents, and the files of the page. */
const open = [
  'GET /',
  'GET /asyncapi.json',
  'GET /docs',
  'GET /docs/:file',
  'GET /docs/start.js',
  'GET /health/liveness',
  'GET /health/readiness',
  'GET /limits',
  'GET /metrics',
  'GET /openapi.json',
  'GET /page/:name',
  'GET /schemas',
  'GET /schemas/v1/:file',
  'GET /version',
  'GET /voices/:name',
];

/** An existing path for each route with a parameter. */
const named: Readonly<Record<string, string>> = {
  '/docs/:file': '/docs/swagger-ui.css',
  '/page/:name': '/page/favicon.svg',
  '/schemas/v1/:file': '/schemas/v1/render.requested.json',
  '/voices/:name': '/voices/hello.flac',
};

const operations = z.object({ paths: z.record(z.string(), z.record(z.string(), z.unknown())) });

test('every route except the public ones responds with 401 without a key and with a wrong one', async () => {
  const { adapter, ask } = await runningAdapter({ API_KEYS: 'the-key-of-the-only-client' });
  const served = createApp(adapter).routes.filter(({ method }) => method !== 'ALL');
  const document = operations.parse(await (await ask('/openapi.json')).json());
  const documented = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => `${method.toUpperCase()} ${path.replaceAll(/\{(\w+)\}/g, ':$1')}`),
  );
  const routes = [...new Set([...served.map(({ method, path }) => `${method} ${path}`), ...documented])];
  const guarded = routes.filter((route) => !open.includes(route));
  expect(routes).toEqual(expect.arrayContaining(open));
  expect(guarded).toEqual(expect.arrayContaining(documented.filter((route) => !open.includes(route))));
  expect(guarded.length).toBeGreaterThanOrEqual(12);

  for (const route of guarded) {
    const [method = '', path = ''] = route.split(' ');
    const page = path.replaceAll(/:\w+|\*/g, 'alice');
    const methods = method === 'GET' ? ['GET', 'HEAD'] : [method];
    for (const verb of methods) {
      for (const headers of [{}, { authorization: 'Bearer an-unknown-key' }]) {
        const response = await ask(page, { method: verb, headers });
        expect([verb, page, response.status]).toEqual([verb, page, 401]);
        if (verb !== 'HEAD') await problemIn(response, 'unauthorized');
      }
    }
  }
  for (const route of open) {
    const path = route.replace('GET ', '');
    const response = await ask(named[path] ?? path);
    await response.text();
    expect([route, response.status]).toEqual([route, 200]);
  }
});
