import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import type { OpenAPIHono } from '@hono/zod-openapi';
import { beforeEach, expect, test } from 'vitest';
import { producers } from '../../../test/fixtures/events.js';
import { packageRoot } from '../../../config/package-root.js';
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

/** The names of the files that the page links. */
async function linked(): Promise<string[]> {
  const html = await (await app.request('/')).text();
  return [...html.matchAll(/(?:href|src)="(page\/[^"]+)"/g)].map(([, name = '']) => `/${name}`);
}

test('the page without pictures has five files and at most 70 kB', async () => {
  const names = ['/', ...(await linked())];
  expect(names.map((name) => name.replace(/-[A-Z0-9]{8}/, ''))).toEqual([
    '/',
    '/page/favicon.svg',
    '/page/instrument-sans-latin-wght-normal.woff2',
    '/page/style.css',
    '/page/main.js',
  ]);
  let bytes = 0;
  for (const name of names) {
    const response = await app.request(name, { headers: { 'accept-encoding': 'gzip, deflate, br, zstd' } });
    expect(response.status, name).toBe(200);
    bytes += (await response.arrayBuffer()).byteLength;
  }
  expect(bytes).toBeLessThan(70_000);
});

test.each([
  ['gzip, deflate, br', 'br'],
  ['br;q=0, gzip', 'gzip'],
  ['gzip;q=0', null],
  ['identity', null],
  ['*', null],
])('the script is sent to a client that accepts %s encoded as %s', async (accepted, encoding) => {
  const script = (await linked()).find((name) => name.endsWith('.js')) ?? '';
  const response = await app.request(script, { headers: { 'accept-encoding': accepted } });
  expect(response.headers.get('content-encoding')).toBe(encoding);
  expect(response.headers.get('vary')).toContain('Accept-Encoding');
  expect(response.headers.get('content-type')).toBe('text/javascript; charset=utf-8');
  expect(response.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
  const bytes = Buffer.from(await response.arrayBuffer());
  const plain =
    encoding === 'br' ? brotliDecompressSync(bytes) : encoding === 'gzip' ? gunzipSync(bytes) : bytes;
  const name = path.basename(script);
  expect(plain.equals(await readFile(path.join(packageRoot, 'build', 'page', 'site', name)))).toBe(true);
});

test('the browser revalidates the page, and receives 304 for an unchanged one', async () => {
  const first = await app.request('/');
  expect(first.headers.get('cache-control')).toBe('no-cache');
  const again = await app.request('/', { headers: { 'if-none-match': first.headers.get('etag') ?? '' } });
  expect([again.status, await again.text()]).toEqual([304, '']);
});

test('the adapter serves no files except those of the page and the sample voices', async () => {
  const voice = await app.request('/voices/hello.flac');
  expect(voice.headers.get('content-type')).toBe('audio/flac');
  expect(Buffer.from(await voice.arrayBuffer()).toString('latin1', 0, 4)).toBe('fLaC');
  for (const name of [
    '/page/none.js',
    '/page/none-ABCDEFGH.js',
    '/page/..%2f..%2fpackage-ABCDEFGH.js',
    '/page/index.html',
    '/page/tsconfig.json',
    '/page/main.ts',
    '/page/%2e%2e/events/adapter/app.js',
    '/page/..%2fevents%2fadapter%2fapp.js',
    '/voices/README.md',
    '/voices/..%2fpackage.flac',
  ]) {
    const response = await app.request(name);
    expect([name, response.status]).toEqual([name, 404]);
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
  expect((await app.request('/render/NO_')).status).toBe(400);
});
