import { pathToFileURL } from 'node:url';
import type { OpenAPIHono } from '@hono/zod-openapi';
import { beforeEach, expect, test } from 'vitest';
import { producers } from '../../../test/fixtures/events.js';
import { createLogger } from '../../../config/logger.js';
import { readSettings } from '../../../config/settings.js';
import { temporaryFolder } from '../../../test/fixtures/temporary-folder.js';
import { renderRequested } from '../../contract/events.js';
import { createRequest } from '../../status/request.js';
import type { AdapterContext } from '../context.js';
import { createApp } from '../app.js';
import { openAdapterContext } from '../context.js';

let adapter: AdapterContext;
let app: OpenAPIHono;

beforeEach(async () => {
  const STORE = pathToFileURL(await temporaryFolder()).href;
  adapter = await openAdapterContext(
    readSettings({ STORE }),
    createLogger('adapter', { LOG_LEVEL: 'silent' }),
  );
  app = createApp(adapter);
});

test('the page has a content security policy that allows only files of its origin', async () => {
  const response = await app.request('/');
  expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8');
  expect(response.headers.get('content-security-policy')).toBe(
    "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; connect-src 'self'; " +
      "img-src 'self' blob:; media-src 'self' blob:; require-trusted-types-for 'script'; " +
      "object-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  );
  expect(response.headers.get('permissions-policy')).toContain('microphone=(self)');
  const html = await response.text();
  expect(html).not.toMatch(/<style|<script(?![^>]*src="page\/)|\sstyle=|\son[a-z]+=|https?:\/\/(?!example)/);
});

test('the page without pictures is smaller than 152 kB', async () => {
  const seen = new Set<string>();
  let bytes = 0;
  const queue = ['/'];
  for (let path = queue.pop(); path !== undefined; path = queue.pop()) {
    if (seen.has(path)) continue;
    seen.add(path);
    const response = await app.request(path);
    expect(response.status, path).toBe(200);
    const file = Buffer.from(await response.arrayBuffer());
    bytes += file.length;
    const body = file.toString('latin1');
    for (const [, link] of body.matchAll(/(?:href|src)="(page\/[^"]+)"/g)) queue.push(`/${link ?? ''}`);
    if (!path.endsWith('.js')) continue;
    for (const [, module] of body.matchAll(/from '(\.[^']+)'/g)) {
      queue.push(new URL(module ?? '', `http://x${path}`).pathname);
    }
  }
  expect([...seen].filter((path) => path.endsWith('.js')).length).toBeGreaterThan(20);
  expect(seen).toContain('/page/instrument-sans.woff2');
  expect(bytes).toBeLessThan(152_000);
});

test('the browser revalidates the files of the page, and receives 304 for an unchanged one', async () => {
  const first = await app.request('/page/main.js');
  expect(first.headers.get('content-type')).toBe('text/javascript; charset=utf-8');
  expect(first.headers.get('cache-control')).toBe('no-cache');
  const again = await app.request('/page/main.js', {
    headers: { 'if-none-match': first.headers.get('etag') ?? '' },
  });
  expect([again.status, await again.text()]).toEqual([304, '']);
});

test('the adapter serves no files except those of the page and the sample voices', async () => {
  const voice = await app.request('/voices/hello.flac');
  expect(voice.headers.get('content-type')).toBe('audio/flac');
  expect(Buffer.from(await voice.arrayBuffer()).toString('latin1', 0, 4)).toBe('fLaC');
  for (const path of [
    '/page/none.js',
    '/page/tsconfig.json',
    '/page/main.ts',
    '/page/%2e%2e/events/adapter/app.js',
    '/page/..%2fevents%2fadapter%2fapp.js',
    '/voices/README.md',
    '/voices/..%2fpackage.flac',
  ]) {
    const response = await app.request(path);
    expect([path, response.status]).toEqual([path, 404]);
    expect(await response.json()).toMatchObject({ code: 'route_not_found' });
  }
});

test('uploaded pictures run no scripts in a browser that opens them', async () => {
  const { headers } = await app.request('/avatars/alice.png');
  expect(headers.get('content-security-policy')).toMatch(/^default-src 'none';/);
  expect(headers.get('content-security-policy')).not.toContain('script-src');
  expect(headers.get('x-content-type-options')).toBe('nosniff');
});

test('GET /render/{jobId} returns the event as it was sent', async () => {
  const data = { jobId: 'job-1', avatarId: 'alice', voiceUrl: 'https://example.com/voice.wav' };
  const event = renderRequested(data, producers.adapter);
  await createRequest(adapter.store, 'job-1', event);
  const response = await app.request('/render/job-1');
  expect(response.headers.get('content-type')).toBe('application/cloudevents+json');
  expect(await response.json()).toEqual(JSON.parse(JSON.stringify(event)));

  const unknown = await app.request('/render/job-2');
  expect([unknown.status, await unknown.json()]).toMatchObject([404, { code: 'job_not_found' }]);
  expect((await app.request('/render/NO')).status).toBe(400);
});
