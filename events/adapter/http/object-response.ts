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
 * Answers with an object of the store, streamed: whole, a part of it (`Range`, `If-Range`), only its
 * head, or nothing where the client has it already (`If-None-Match`). RFC 9110.
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
    const error = new RenderError('range_unsatisfiable', `there are only ${String(facts.bytes)} bytes`);
    return problemResponse(toProblem(error), { 'content-range': `bytes */${String(facts.bytes)}` });
  }
  headers['content-type'] = contentType;
  headers['content-length'] = String(range ? range.last - range.first + 1 : facts.bytes);
  if (range)
    headers['content-range'] = `bytes ${String(range.first)}-${String(range.last)}/${String(facts.bytes)}`;
  const status = range ? 206 : 200;
  if (context.req.method === 'HEAD') return new Response(null, { status, headers });

  const object = await store.get(facts.key, range);
  if (!object) throw new RenderError('store_unavailable', 'the object was deleted just now');
  return new Response(Readable.toWeb(object.body), { status, headers });
}

/** Whether a list of ETags has that one; weak ones count, since proxies that compress make them weak. */
function names(list: string | undefined, etag: string): boolean {
  return list?.split(',').some((each) => ['*', etag].includes(each.trim().replace(/^W\//, ''))) ?? false;
}
