import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { OpenAPIHono } from '@hono/zod-openapi';
import type { Context } from 'hono';
import { accepts } from 'hono/accepts';
import { packageRoot } from '../../../config/package-root.js';
import { videoMediaTypes } from '../../../domain/video-format.js';
import { RenderError } from '../../../errors/render-error.js';
import { idPattern } from '../../contract/job-id.js';
import { readJob } from '../../status/job.js';
import { jobFormat } from '../../status/job-format.js';
import type { AdapterContext } from '../context.js';
import { withLinkPreview, type LinkPreview } from '../http/link-preview.js';
import { linksBelow } from '../http/links.js';
import { publicOrigin } from '../http/public-origin.js';

const pageFolder = path.join(packageRoot, 'page');
/** The bundled script and style sheet, and the typeface; see `scripts/bundle-page.ts`. */
const siteFolder = path.join(packageRoot, 'build', 'page', 'site');
const voiceFolder = path.join(packageRoot, 'voices');

const mediaTypes: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
  '.flac': 'audio/flac',
  '.mp4': 'video/mp4',
};

/** The encodings in which the build has compressed the script and the style sheet, best first. */
const encodings: Readonly<Record<string, string>> = { br: '.br', gzip: '.gz' };

/** A single dot, before the extension: such a name cannot leave its folder. */
const namePattern = /^[a-z0-9-]+(\.[a-z0-9]+)$/i;
/** A file of the build has a hash of its content in its name. */
const hashedPattern = /-[A-Z0-9]{8}\.(?:js|css|woff2)$/;

type PageContext = Pick<AdapterContext, 'store' | 'catalogue' | 'settings'>;

/**
 * Adds the web page and its sample voices, from files of this package only. A link to a video, `/?video=<jobId>`,
 * is the page with a preview of that video for services that show links.
 */
export function addPageRoutes(app: OpenAPIHono, adapter: PageContext): void {
  app.get('/', async (context) => {
    const file = path.join(siteFolder, 'index.html');
    const preview = await videoPreview(context, adapter);
    if (!preview) return sendFile(context, file);
    const page = new TextDecoder().decode(await read(context, file));
    return context.html(withLinkPreview(page, preview), 200, { 'cache-control': 'no-cache' });
  });
  app.get('/page/:name', (context) => {
    const name = context.req.param('name');
    const [, extension = ''] = namePattern.exec(name) ?? [];
    if (hashedPattern.test(name)) return sendBuilt(context, name);
    if (['.svg', '.mp4'].includes(extension)) return sendFile(context, path.join(pageFolder, name));
    throw routeNotFound(context);
  });
  app.get('/voices/:name', (context) => {
    const name = context.req.param('name');
    const [, extension] = namePattern.exec(name) ?? [];
    if (extension === '.flac') return sendFile(context, path.join(voiceFolder, name));
    throw routeNotFound(context);
  });
}

/** The preview of the video in the address; undefined without one, and if videos need a key. */
async function videoPreview(
  context: Context,
  { store, catalogue, settings }: PageContext,
): Promise<LinkPreview | undefined> {
  const jobId = context.req.query('video');
  if (jobId === undefined || !idPattern.test(jobId) || settings.API_KEYS) return undefined;
  const job = await readJob(store, jobId);
  if (job?.state !== 'ended' || job.outcome.type !== 'render.completed') return undefined;
  const { avatarId, width, height, mark } = job.outcome.data;
  const format = jobFormat(job);
  const name = await catalogue.find(avatarId).then(
    ({ name = avatarId }) => name,
    () => avatarId,
  );
  const origin = publicOrigin(context, settings.TRUSTED_PROXIES);
  const links = linksBelow(origin + settings.BASE_PATH);
  return {
    url: links.shared(jobId),
    title: `${name} speaks`,
    description:
      (mark ?? 'off') === 'off' ? 'A portrait that speaks.' : 'A portrait that speaks. AI-generated.',
    imageUrl: links.poster(jobId),
    video: { url: links.video(jobId, format), type: videoMediaTypes[format], width, height },
  };
}

/** Sends a file whose name changes with its content, compressed if the client can read that. */
async function sendBuilt(context: Context, name: string): Promise<Response> {
  const encoding = accepts(context, {
    header: 'Accept-Encoding',
    supports: name.endsWith('.woff2') ? [] : Object.keys(encodings),
    default: 'identity',
    // The client's order means nothing among equals: gzip comes first in every browser.
    match: (accepted, { supports, default: plain }) =>
      supports.find((name) => accepted.some(({ type, q }) => type === name && q > 0)) ?? plain,
  });
  const file = path.join(siteFolder, name + (encodings[encoding] ?? ''));
  const headers = {
    'cache-control': 'public, max-age=31536000, immutable',
    vary: 'Accept-Encoding',
    ...(encoding === 'identity' ? {} : { 'content-encoding': encoding }),
  };
  return context.body(await read(context, file), 200, { ...headers, 'content-type': mediaType(name) });
}

/** Sends a small file. A browser that already has it can ask whether it has changed. */
async function sendFile(context: Context, file: string): Promise<Response> {
  const bytes = await read(context, file);
  const etag = `"${createHash('sha256').update(bytes).digest('base64url').slice(0, 22)}"`;
  const headers = { etag, 'cache-control': 'no-cache' };
  if (context.req.header('if-none-match') === etag) return context.body(null, 304, headers);
  return context.body(bytes, 200, { ...headers, 'content-type': mediaType(file) });
}

async function read(context: Context, file: string): Promise<Uint8Array<ArrayBuffer>> {
  try {
    return new Uint8Array(await readFile(file));
  } catch {
    throw routeNotFound(context);
  }
}

function mediaType(name: string): string {
  return mediaTypes[path.extname(name)] ?? 'application/octet-stream';
}

function routeNotFound({ req }: Context): RenderError {
  return new RenderError('route_not_found', `Route ${req.method} ${req.path} does not exist.`);
}
