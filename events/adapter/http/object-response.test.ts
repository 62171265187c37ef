import { Hono } from 'hono';
import { describe, expect, test } from 'vitest';
import { FolderStore } from '../../../storage/folder/folder-store.js';
import type { Store } from '../../../storage/store.js';
import { problemIn } from '../../../test/fixtures/problem.js';
import { temporaryFolder } from '../../../test/fixtures/temporary-folder.js';
import { objectResponse } from './object-response.js';
import { onError } from './problem.js';

const bytes = Buffer.from(Array.from({ length: 1000 }, (_, i) => i % 251));
const key = 'videos/job.mp4';

/** An application that serves one object, and the headers of that object. */
async function serving(fileName?: string) {
  const store: Store = new FolderStore(await temporaryFolder());
  await store.put(key, bytes, { contentType: 'video/mp4' });
  const facts = await store.head(key);
  if (!facts) throw new Error('the object is missing');
  const app = new Hono().get('/', (context) =>
    objectResponse(context, store, facts, {
      contentType: 'video/mp4',
      cacheControl: 'private, max-age=60',
      ...(fileName === undefined ? {} : { fileName }),
    }),
  );
  app.onError((error) => onError(error, { error: () => undefined, info: () => undefined }));
  const ask = async (headers: Record<string, string> = {}, method = 'GET') =>
    app.request('/', { method, headers });
  return { ask, store, facts, etag: `"${facts.etag}"` };
}

async function bodyOf(response: Response): Promise<Buffer> {
  return Buffer.from(await response.arrayBuffer());
}

describe('objectResponse', () => {
  test('sends the whole object with its properties', async () => {
    const { ask, etag, facts } = await serving('job.mp4');
    const response = await ask();
    expect(response.status).toBe(200);
    expect(Object.fromEntries(response.headers)).toEqual({
      etag,
      'accept-ranges': 'bytes',
      'cache-control': 'private, max-age=60',
      'content-disposition': 'inline; filename="job.mp4"',
      'content-length': '1000',
      'content-type': 'video/mp4',
      'last-modified': facts.modified.toUTCString(),
    });
    expect(await bodyOf(response)).toEqual(bytes);
  });

  test('names no file if it has no name', async () => {
    const { ask } = await serving();
    expect((await ask()).headers.has('content-disposition')).toBe(false);
  });

  test('sends the part that is asked for', async () => {
    const { ask } = await serving();
    const response = await ask({ range: 'bytes=100-199' });
    expect(response.status).toBe(206);
    expect(response.headers.get('content-range')).toBe('bytes 100-199/1000');
    expect(response.headers.get('content-length')).toBe('100');
    expect(await bodyOf(response)).toEqual(bytes.subarray(100, 200));
  });

  test('sends the part only of the version in If-Range, and else the whole object', async () => {
    const { ask, etag } = await serving();
    const range = 'bytes=-10';
    const same = await ask({ range, 'if-range': etag });
    expect([same.status, await bodyOf(same)]).toEqual([206, bytes.subarray(990)]);
    const other = await ask({ range, 'if-range': '"another"' });
    expect([other.status, await bodyOf(other)]).toEqual([200, bytes]);
  });

  test('answers a range past the end with the size', async () => {
    const { ask } = await serving();
    const response = await ask({ range: 'bytes=1000-' });
    expect(response.headers.get('content-range')).toBe('bytes */1000');
    expect((await problemIn(response, 'range_unsatisfiable')).detail).toBe('The object has only 1000 bytes.');
  });

  test('sends nothing if the client has the version, weak or in a list', async () => {
    const { ask, etag } = await serving();
    for (const header of [etag, `W/${etag}`, `"x", ${etag}`, '*']) {
      const response = await ask({ 'if-none-match': header });
      expect([header, response.status, await response.text()]).toEqual([header, 304, '']);
      expect(response.headers.get('etag')).toBe(etag);
    }
    expect((await ask({ 'if-none-match': '"x", "y"' })).status).toBe(200);
  });

  test('answers HEAD with the headers alone', async () => {
    const { ask } = await serving();
    const whole = await ask({}, 'HEAD');
    expect([whole.status, whole.headers.get('content-length'), await whole.text()]).toEqual([
      200,
      '1000',
      '',
    ]);
    const part = await ask({ range: 'bytes=0-9' }, 'HEAD');
    expect([part.status, part.headers.get('content-range')]).toEqual([206, 'bytes 0-9/1000']);
  });

  test('reports an object that is deleted before it is read', async () => {
    const { ask, store } = await serving();
    await store.delete(key);
    expect((await problemIn(await ask(), 'store_unavailable')).detail).toBe(
      'The object was deleted in the meantime.',
    );
  });
});
