import { describe, expect, test } from 'vitest';
import { problemIn } from '../../test/fixtures/problem.js';
import { jsonRender } from '../../test/fixtures/render-request.js';
import { runningAdapter } from '../../test/fixtures/running-adapter.js';

describe('the adapter', () => {
  test('responds with 404 to a path that does not exist', async () => {
    const { ask } = await runningAdapter();
    for (const page of [
      '/nowhere',
      '/status',
      '/render/a/b',
      '/docs/package.json',
      '/docs/..%2fpackage.json',
    ]) {
      await problemIn(await ask(page), 'route_not_found');
    }
  });

  test('responds with 405 and the allowed methods if a route does not have the method', async () => {
    const { ask } = await runningAdapter();
    const cases = [
      ['PUT', '/render', 'POST'],
      ['PUT', '/render/job', 'DELETE, GET, HEAD'],
      ['POST', '/status/job', 'DELETE, GET, HEAD'],
      ['DELETE', '/openapi.json', 'GET, HEAD'],
    ] as const;
    for (const [method, page, allow] of cases) {
      const response = await ask(page, { method });
      expect(response.headers.get('allow')?.split(', ').sort().join(', ')).toBe(allow);
      await problemIn(response, 'method_not_allowed');
    }
  });

  test('forbids content sniffing and foreign content in its response headers', async () => {
    const { ask } = await runningAdapter();
    const { headers } = await ask('/avatars');
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('content-security-policy')).toContain("default-src 'none'");
  });
});

describe('GET /avatars', () => {
  test('lists the catalogue, whose pictures can be downloaded and revalidated', async () => {
    const { ask } = await runningAdapter();
    const list: unknown = await (await ask('/avatars')).json();
    if (!Array.isArray(list)) throw new TypeError('expected a list');
    expect(list).toContainEqual(expect.objectContaining({ id: 'alice', imageUrl: '/avatars/alice.png' }));
    const picture = await ask('/avatars/alice.png');
    expect([picture.status, picture.headers.get('content-type')]).toEqual([200, 'image/png']);
    expect(
      Buffer.from(await picture.arrayBuffer())
        .subarray(1, 4)
        .toString(),
    ).toBe('PNG');
    const etag = picture.headers.get('etag') ?? '';
    expect((await ask('/avatars/alice.png', { headers: { 'if-none-match': etag } })).status).toBe(304);
    expect(await (await ask('/avatars/alice')).json()).toMatchObject({ id: 'alice', added: false });
    for (const name of ['bob.png', 'bob', 'alice.json', '..%2falice.png', 'Alice.png']) {
      await problemIn(await ask(`/avatars/${name}`), 'avatar_not_found');
    }
  });
});

describe('GET /openapi.json, /docs, and /metrics', () => {
  test('serve the OpenAPI document, and a documentation page without external files', async () => {
    const { ask } = await runningAdapter();
    const document: unknown = await (await ask('/openapi.json')).json();
    expect(document).toMatchObject({ openapi: '3.1.0', info: { title: 'Avatar Service' } });
    const page = await (await ask('/docs')).text();
    for (const [, url = ''] of page.matchAll(/(?:src|href)="([^"]+)"/g)) {
      expect(url).not.toMatch(/^([a-z]+:|\/)/);
      const response = await ask(`/${url}`);
      await response.text();
      expect([url, response.status]).toEqual([url, 200]);
    }
  });

  test('count accepted jobs, rejected jobs, pending jobs, and requests', async () => {
    const { ask } = await runningAdapter({ OPEN_JOBS_MAX: '1' });
    for (let time = 0; time < 2; time++) await (await ask('/render', jsonRender())).text();
    const metrics = await (await ask('/metrics')).text();
    expect(metrics).toContain('avatar_jobs_accepted_total 1');
    expect(metrics).toContain('avatar_jobs_refused_total 1');
    expect(metrics).toContain('avatar_open_jobs 1');
    expect(metrics).toMatch(
      /avatar_http_request_duration_seconds_count\{method="POST",route="\/render",status="429"\} 1/,
    );
  });
});
