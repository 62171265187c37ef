import { Readable } from 'node:stream';
import type { Context } from 'hono';
import { RenderError } from '../../../errors/render-error.js';
import type { ObjectInfo, Store } from '../../../storage/store.js';
import { readRange } from './byte-range.js';
import { toProblem, problemResponse } from './problem.js';

export interface ObjectHeaders {
  readonly contentType: string;
  readonly cacheControl: string;
  readonly fileName?: string;
}

/**
 * Streams an object of the store: all of it, a part (`Range`, `If-Range`), only the headers, or
 * nothing if the client already has it (`If-None-Match`). RFC 9110.
 */
export async function objectResponse(
  context: Context,
  store: Store,
  facts: ObjectInfo,
  { contentType, cacheControl, fileName }: ObjectHeaders,
): Promise<Response> {
  const etag = `"${facts.etag.replaceAll('"', '')}"`;
  const headers: Record<string, string> = {
    etag,
    'accept-ranges': 'bytes',
    'cache-control': cacheControl,
    'last-modified': facts.modified.toUTCString(),
    ...(fileName === undefined ? {} : { 'content-disposition': `inline; filename="${fileName}"` }),
  };
  if (names(context.req.header('if-none-match'), etag)) return new Response(null, { status: 304, headers });

  const ifRange = context.req.header('if-range');
  const range =
    ifRange === undefined || ifRange === etag
      ? readRange(context.req.header('range'), facts.bytes)
      : undefined;
  if (range === 'unsatisfiable') {
    const error = new RenderError('range_unsatisfiable', `The object has only ${String(facts.bytes)} bytes.`);
    return problemResponse(toProblem(error), { 'content-range': `bytes */${String(facts.bytes)}` });
  }
  headers['content-type'] = contentType;
  headers['content-length'] = String(range ? range.last - range.first + 1 : facts.bytes);
  if (range)
    headers['content-range'] = `bytes ${String(range.first)}-${String(range.last)}/${String(facts.bytes)}`;
  const status = range ? 206 : 200;
  if (context.req.method === 'HEAD') return new Response(null, { status, headers });

  const object = await store.get(facts.key, range);
  if (!object) throw new RenderError('store_unavailable', 'The object was deleted in the meantime.');
  return new Response(Readable.toWeb(object.body), { status, headers });
}

/**
 * Whether a list of ETags contains an ETag. Weak ones count, because compressing proxies weaken them.
 */
function names(list: string | undefined, etag: string): boolean {
  return list?.split(',').some((each) => ['*', etag].includes(each.trim().replace(/^W\//, ''))) ?? false;
}
