import { randomBytes } from 'node:crypto';
import { Readable, Writable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import type { RequestListener } from 'node:http';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { readSettings } from '../../config/settings.js';
import { bucket, s3Environment, startS3Server, type S3Server } from '../../test/fixtures/s3-server.js';
import { serve } from '../../test/fixtures/web-server.js';
import { readDocument, writeDocument } from '../documents.js';
import { openStore } from '../open-store.js';
import type { Store } from '../store.js';

const binary = { contentType: 'application/octet-stream' };
const large = randomBytes(20 * 1024 * 1024);

async function openAt(environment: Readonly<Record<string, string>>): Promise<Store> {
  Object.assign(process.env, environment);
  return openStore(readSettings({ STORE: `s3://${bucket}/some/prefix/` }));
}

describe('S3Store', () => {
  let server: S3Server;
  beforeAll(async () => {
    server = await startS3Server();
  });
  afterAll(() => server.close());

  test('stores keys below the prefix of its URL', async () => {
    const store = await openAt(server.environment);
    expect(store.url).toBe('s3://avatar-test/some/prefix');
    await writeDocument(store, 'a/b', 'x');
    expect(server.requests.at(-1)).toBe('PUT /avatar-test/some/prefix/a/b?x-id=PutObject');
    const whole = await openStore(readSettings({ MODEL_BUCKET: bucket }));
    expect(whole.url).toBe('s3://avatar-test');
    expect((await readDocument(whole, 'some/prefix/a/b'))?.text).toBe('x');
  });

  test('uploads a large stream in parts that appear as one object', async () => {
    const store = await openAt(server.environment);
    const beforehand = server.requests.length;
    const put = await store.put('large', Readable.from(inPieces(large)), { ...binary, only: 'absent' });
    const methods = server.requests.slice(beforehand).map((request) => request.split(' ')[0]);
    expect(methods.sort()).toEqual(['POST', 'POST', 'PUT', 'PUT', 'PUT', 'PUT']);
    expect(await store.head('large')).toMatchObject({ bytes: large.length, etag: put?.etag });
    const middle = await store.get('large', { first: 9_000_000, last: 9_000_099 });
    expect(middle && (await buffer(middle.body)).equals(large.subarray(9_000_000, 9_000_100))).toBe(true);
    await store.delete('large');
  });

  test('lets one of two large conditional uploads win and removes the parts of the other', async () => {
    const store = await openAt(server.environment);
    const put = () => store.put('large', Readable.from(inPieces(large)), { ...binary, only: 'absent' });
    const results = await Promise.all([put(), put()]);
    expect(results.filter((result) => result !== undefined)).toHaveLength(1);
    expect(await put()).toBeUndefined();
    expect(await server.unfinishedUploads()).toEqual([]);
  });

  test('removes the parts of a large stream that breaks or is aborted', async () => {
    const store = await openAt(server.environment);
    const broken = Readable.from(inPieces(large, new Error('broken')));
    await expect(store.put('broken', broken, binary)).rejects.toThrow('broken');
    const abortion = new AbortController();
    const endless = Readable.from(inPieces(large, () => abortion.abort(new Error('enough'))));
    await expect(store.put('endless', endless, { ...binary, signal: abortion.signal })).rejects.toThrow(
      'enough',
    );
    await vi.waitFor(async () => expect(await server.unfinishedUploads()).toEqual([]));
    expect(await store.head('broken')).toBeUndefined();
    expect(await store.head('endless')).toBeUndefined();
  });

  test('signs URLs that download an object as a file without credentials', async () => {
    const store = await openAt(server.environment);
    await writeDocument(store, 'videos/job.mp4', 'a video');
    const url = await store.sign('videos/job.mp4', { seconds: 60, fileName: 'job "1".mp4' });
    const response = await fetch(url ?? '');
    expect(await response.text()).toBe('a video');
    expect(response.headers.get('content-disposition')).toBe('attachment; filename="job__1_.mp4"');
    expect(new URL(url ?? '').searchParams.get('X-Amz-Expires')).toBe('60');
    const forged = (url ?? '').replace('job.mp4', 'other.mp4');
    expect((await fetch(forged)).status).toBe(403);
  });
});

describe('S3Store with conflicting conditional writes (409)', () => {
  /** Answers the first `conflicts` writes with 409. */
  const meeting = (conflicts: number): RequestListener => {
    let answered = 0;
    return (request, response) => {
      request.resume();
      const isMeeting = answered++ < conflicts;
      response.writeHead(isMeeting ? 409 : 200, { etag: '"e"' });
      response.end(isMeeting ? '<Error><Code>ConditionalRequestConflict</Code></Error>' : '');
    };
  };

  test('retries the write', async () => {
    const store = await openAt(s3Environment(await serve(meeting(3))));
    expect(await writeDocument(store, 'key', 'x', 'absent')).toEqual({ etag: '"e"' });
  });

  test('reports store_unavailable if the conflict never ends', async () => {
    const store = await openAt(s3Environment(await serve(meeting(Infinity))));
    const refusal = { code: 'store_unavailable' };
    await expect(writeDocument(store, 'key', 'x', 'absent')).rejects.toMatchObject(refusal);
    const body = Readable.from([Buffer.from('x')]);
    await expect(store.put('key', body, { ...binary, only: 'absent' })).rejects.toMatchObject(refusal);
  });
});

test('S3Store errors contain no secrets when they are logged', async () => {
  const refusing: RequestListener = (_, response) => {
    response.writeHead(403).end('<Error><Code>AccessDenied</Code><Message>no</Message></Error>');
  };
  const store = await openAt(s3Environment(await serve(refusing)));
  const lines: string[] = [];
  const write = new Writable({
    write(chunk: Buffer, _, done) {
      lines.push(chunk.toString());
      done();
    },
  });
  await store.get('key').catch((error: unknown) => pino({}, write).error({ err: error }, 'failed'));
  expect(lines.join()).toContain('AccessDenied');
  expect(lines.join()).not.toMatch(/Signature=|Credential=|S3RVER|authorization/i);
  expect(lines.join().length).toBeLessThan(8000);
});

async function* inPieces(bytes: Buffer, then?: Error | (() => void)): AsyncGenerator<Buffer> {
  for (let at = 0; at < bytes.length; at += 1 << 20) {
    yield await Promise.resolve(bytes.subarray(at, at + (1 << 20)));
  }
  if (then instanceof Error) throw then;
  then?.();
}
