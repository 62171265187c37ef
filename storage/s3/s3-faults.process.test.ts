import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import type { IncomingMessage, RequestListener } from 'node:http';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { readSettings } from '../../config/settings.js';
import { RenderError } from '../../errors/render-error.js';
import { bucket, s3Environment } from '../../test/fixtures/s3-server.js';
import { gathered } from '../../test/fixtures/streams.js';
import { bucketForTests } from '../../test/fixtures/stores.js';
import { unreachableUrl, serve } from '../../test/fixtures/web-server.js';
import { readDocument, writeDocument } from '../documents.js';
import { openStore } from '../open-store.js';
import type { Store } from '../store.js';

const plain = { contentType: 'text/plain' };

afterEach(() => vi.unstubAllEnvs());

/** Every operation of a store. */
const questions: Record<string, (store: Store) => Promise<unknown>> = {
  put: (store) => store.put('key', Buffer.from('x'), plain),
  'put a stream': (store) => store.put('key', Readable.from([Buffer.from('x')]), plain),
  'put if absent': (store) => writeDocument(store, 'key', 'x', 'absent'),
  get: (store) => store.get('key'),
  read: (store) => readDocument(store, 'key'),
  head: (store) => store.head('key'),
  list: (store) => gathered(store.list('')),
  delete: (store) => store.delete('key'),
};
async function openAt(endpoint: string, seconds = '0.4'): Promise<Store> {
  for (const [name, value] of Object.entries(s3Environment(endpoint))) vi.stubEnv(name, value);
  return openStore(readSettings({ STORE: `s3://${bucket}/p`, STORE_TIMEOUT_SECONDS: seconds }));
}

/** The outcome of every operation. */
async function outcomes(store: Store): Promise<Record<string, unknown>> {
  const asking = Object.entries(questions).map(async ([what, ask]) => {
    const outcome = await ask(store).then(
      () => 'answered',
      (error: unknown) => (error instanceof RenderError ? error.code : error),
    );
    return [what, outcome] as const;
  });
  return Object.fromEntries(await Promise.all(asking));
}

function all(outcome: string): Record<string, string> {
  return Object.fromEntries(Object.keys(questions).map((what) => [what, outcome]));
}

describe('S3Store with a bucket that refuses requests', () => {
  const open = bucketForTests();
  // The test server lists objects without credentials.
  const refused = { ...all('store_refused'), list: 'answered' };

  test('reports store_refused for an unknown access key', async () => {
    const { store } = await open();
    vi.stubEnv('AWS_ACCESS_KEY_ID', 'UNKNOWN');
    expect(await outcomes(store)).toEqual(refused);
  });

  test('reports store_refused for a wrong secret', async () => {
    const { store } = await open();
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'guessed');
    expect(await outcomes(store)).toEqual(refused);
  });

  test('reports store_refused without credentials', async () => {
    const { environment } = await open();
    vi.stubEnv('AWS_ACCESS_KEY_ID', undefined);
    vi.stubEnv('AWS_EC2_METADATA_DISABLED', 'true');
    vi.stubEnv('AWS_CONFIG_FILE', '/nowhere');
    vi.stubEnv('AWS_SHARED_CREDENTIALS_FILE', '/nowhere');
    const store = await openStore(readSettings(environment));
    expect(await outcomes(store)).toEqual(all('store_refused'));
  });

  test('reports store_refused for a missing bucket', async () => {
    await open();
    const store = await openStore(readSettings({ STORE: 's3://no-such-bucket' }));
    // The answer to HEAD has no body, so that it cannot say what is missing.
    expect(await outcomes(store)).toEqual({ ...all('store_refused'), head: 'answered' });
  });
});

describe('S3Store with a faulty server', () => {
  let requests: string[];
  const counted =
    (answer: RequestListener): RequestListener =>
    (request, response) => {
      requests.push(request.method ?? '');
      request.resume();
      answer(request, response);
    };
  beforeEach(() => {
    requests = [];
  });
  const questionCount = Object.keys(questions).length;

  test('reports store_unavailable if no server listens', async () => {
    const store = await openAt(await unreachableUrl());
    expect(await outcomes(store)).toEqual(all('store_unavailable'));
  });

  test('reports store_unavailable after three attempts if the server never responds', async () => {
    const store = await openAt(await serve(counted(() => undefined)));
    expect(await outcomes(store)).toEqual(all('store_unavailable'));
    expect(requests).toHaveLength(3 * questionCount);
  });

  test('reports store_unavailable after three attempts if the server closes the connection', async () => {
    const store = await openAt(await serve(counted((_request, response) => response.destroy())));
    expect(await outcomes(store)).toEqual(all('store_unavailable'));
    expect(requests).toHaveLength(3 * questionCount);
  });

  test('reports store_unavailable after three responses with status 503', async () => {
    const store = await openAt(await serve(counted(refusing(503, 'SlowDown'))));
    expect(await outcomes(store)).toEqual(all('store_unavailable'));
    expect(requests).toHaveLength(3 * questionCount);
  });

  test('reports store_unavailable if the server does not speak S3', async () => {
    const page: RequestListener = (_request, response) => response.writeHead(502).end('<html>Bad gateway');
    const store = await openAt(await serve(counted(page)));
    expect(await outcomes(store)).toEqual(all('store_unavailable'));
  });

  test.each([
    ['recognizes its own object', 'mine', 'mine'],
    ['reports a conflict with the object of another writer', 'mine', 'theirs'],
  ])('%s after the response to a conditional put was lost', async (_, written, current) => {
    let puts = 0;
    const store = await openAt(
      await serve(
        counted((request, response) => {
          if (request.method === 'GET') response.writeHead(200, { etag: '"e"' }).end(current);
          else if (++puts === 1) response.destroy();
          else refusing(412, 'PreconditionFailed')(request, response);
        }),
      ),
    );
    const answer = await writeDocument(store, 'key', written, 'absent');
    expect(answer).toEqual(current === written ? { etag: '"e"' } : undefined);
    expect(requests).toEqual(['PUT', 'PUT', 'GET']);
  });

  test('does not check a conditional put that the server refuses at once', async () => {
    const store = await openAt(await serve(counted(refusing(412, 'PreconditionFailed'))));
    expect(await writeDocument(store, 'key', 'mine', 'absent')).toBeUndefined();
    expect(requests).toEqual(['PUT']);
  });

  test('succeeds on the third attempt after two responses with status 503', async () => {
    const seen = new Map<string, number>();
    const store = await openAt(
      await serve((request, response) => {
        request.resume();
        const invocation = String(request.headers['amz-sdk-invocation-id']);
        const times = (seen.get(invocation) ?? 0) + 1;
        seen.set(invocation, times);
        (times < 3 ? refusing(503, 'SlowDown') : answering)(request, response);
      }),
    );
    expect(await outcomes(store)).toEqual(all('answered'));
    expect([...seen.values()]).toEqual(Array(questionCount).fill(3));
  });

  test.each([
    ['closes the connection', (response: { destroy(): void }) => response.destroy()],
    ['stops sending', () => undefined],
  ])('reports store_unavailable if the server %s in the middle of an object', async (_, then) => {
    const store = await openAt(
      await serve((_request, response) => {
        response.writeHead(200, { 'content-length': '1000', etag: '"e"' });
        response.write('half');
        setTimeout(() => then(response), 50);
      }),
    );
    const object = await store.get('key');
    const reading = object ? buffer(object.body) : Promise.resolve(undefined);
    await expect(reading).rejects.toMatchObject({ code: 'store_unavailable' });
    await expect(readDocument(store, 'key')).rejects.toMatchObject({
      code: 'store_unavailable',
    });
  });

  test('closes the connection if the body of an object is not read', async () => {
    let closed = 0;
    const store = await openAt(
      await serve((_request, response) => {
        response.on('close', () => closed++);
        response.writeHead(200, { 'content-length': String(1 << 24), etag: '"e"' });
        response.write(Buffer.alloc(1 << 20));
      }),
    );
    (await store.get('key'))?.body.destroy();
    await vi.waitFor(() => expect(closed).toBe(1));
  });
});

/** Responds like an empty S3 bucket that accepts every write. */
const answering: RequestListener = (request, response) => {
  if (request.url?.includes('list-type')) response.end('<ListBucketResult></ListBucketResult>');
  else if (isRead(request)) refusing(404, 'NoSuchKey')(request, response);
  else response.writeHead(request.method === 'DELETE' ? 204 : 200, { etag: '"e"' }).end();
};

function isRead({ method }: IncomingMessage): boolean {
  return method === 'GET' || method === 'HEAD';
}

function refusing(status: number, code: string): RequestListener {
  return (_request, response) => {
    response.writeHead(status, { 'content-type': 'application/xml' });
    response.end(`<Error><Code>${code}</Code><Message>no</Message></Error>`);
  };
}
