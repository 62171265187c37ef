import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import type { OpenAPIHono } from '@hono/zod-openapi';
import type { Context } from 'hono';
import { packageRoot } from '../../../config/package-root.js';
import { RenderError } from '../../../errors/render-error.js';

const pageFolder = path.join(packageRoot, 'page');
const moduleFolder = path.join(packageRoot, 'build', 'page');
const voiceFolder = path.join(packageRoot, 'voices');
const fontFile = path.join(
  path.dirname(createRequire(import.meta.url).resolve('@fontsource-variable/instrument-sans/package.json')),
  'files',
  'instrument-sans-latin-wght-normal.woff2',
);

const mediaTypes: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
  '.flac': 'audio/flac',
};

/** A single dot, before the extension: such a name cannot leave its folder. */
const namePattern = /^(?:[a-z0-9-]+\/)*[a-z0-9-]+(\.[a-z0-9]+)$/;

/** Adds the web page and its sample voices, from files of this package only. */
export function addPageRoutes(app: OpenAPIHono): void {
  app.get('/', (context) => sendFile(context, path.join(pageFolder, 'index.html')));
  app.get('/page/*', (context) => {
    const name = context.req.path.slice('/page/'.length);
    if (name === 'instrument-sans.woff2') return sendFile(context, fontFile);
    const [, extension] = namePattern.exec(name) ?? [];
    if (extension === '.js') return sendFile(context, path.join(moduleFolder, name));
    if (extension === '.css' || extension === '.svg') return sendFile(context, path.join(pageFolder, name));
    throw routeNotFound(context);
  });
  app.get('/voices/:name', (context) => {
    const name = context.req.param('name');
    const [, extension] = namePattern.exec(name) ?? [];
    if (extension === '.flac') return sendFile(context, path.join(voiceFolder, name));
    throw routeNotFound(context);
  });
}

/** Sends a small file. A browser that already has it can ask whether it has changed. */
async function sendFile(context: Context, file: string): Promise<Response> {
  const bytes = await readFile(file).catch(() => {
    throw routeNotFound(context);
  });
  const etag = `"${createHash('sha256').update(bytes).digest('base64url').slice(0, 22)}"`;
  const headers = { etag, 'cache-control': 'no-cache' };
  if (context.req.header('if-none-match') === etag) return context.body(null, 304, headers);
  const contentType = mediaTypes[path.extname(file)] ?? 'application/octet-stream';
  return context.body(bytes, 200, { ...headers, 'content-type': contentType });
}

function routeNotFound({ req }: Context): RenderError {
  return new RenderError('route_not_found', `Route ${req.method} ${req.path} does not exist.`);
}
