import { readFile } from 'node:fs/promises';
import type { RequestListener } from 'node:http';
import path from 'node:path';
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { temporaryFolder } from '../../../../test/fixtures/temporary-folder.js';
import { serve } from '../../../../test/fixtures/web-server.js';
import { fetchVoice, type FetchLimits } from './fetch-voice.js';

const limits: FetchLimits = { maxBytes: 10_000, timeoutSeconds: 10, allowed: 'loopback' };
const never = new AbortController().signal;

/** Fetches into a file of the test's own, and gives what is in it. */
async function fetched(url: string, changed: Partial<FetchLimits> = {}, signal = never): Promise<Buffer> {
  const file = path.join(await temporaryFolder(), 'voice');
  await fetchVoice(new URL(url), file, { ...limits, ...changed }, signal);
  return readFile(file);
}

const redirectTo =
  (location: string, status = 302): RequestListener =>
  (_, response) =>
    response.writeHead(status, { location }).end();

test('fetchVoice saves the body unchanged', async () => {
  const body = Buffer.from(Uint8Array.from({ length: 10_000 }, (_, i) => i % 251));
  const url = await serve((_, response) => response.end(body));
  expect(await fetched(`${url}/voice.wav?token=secret`)).toEqual(body);
});

test('fetchVoice reads a whole answer slowly although the server closes the connection', async () => {
  const body = Buffer.alloc(5_000_000, 7);
  const url = await serve((_, response) => {
    response.writeHead(200, { connection: 'close', 'content-length': body.length }).end(body);
  });
  expect((await fetched(url, { maxBytes: body.length })).equals(body)).toBe(true);
});

test('fetchVoice requests no compression, which would bypass the limit', async () => {
  let encoding: unknown;
  const url = await serve((request, response) => {
    encoding = request.headers['accept-encoding'];
    response.end('voice');
  });
  await fetched(url);
  expect(encoding).toBe('identity');
});

test('fetchVoice sends a User-Agent with name and version', async () => {
  let sent: unknown;
  const url = await serve((request, response) => {
    sent = request.headers['user-agent'];
    response.end('voice');
  });
  await fetched(url);
  expect(sent).toMatch(/^avatar-service\/\d+\.\d+\.\d+$/);
});

describe('fetchVoice', () => {
  test.each([301, 302, 303, 307, 308])('follows redirects with status %i', async (status) => {
    const url = await serve((request, response) => {
      if (request.url === '/there') response.end('voice');
      else redirectTo('/there', status)(request, response);
    });
    expect((await fetched(url)).toString()).toBe('voice');
  });

  test('follows five redirects, but not six', async () => {
    const url = await serve((request, response) => {
      const left = Number(request.url?.slice(1));
      if (left === 0) response.end('voice');
      else redirectTo(`/${String(left - 1)}`)(request, response);
    });
    expect((await fetched(`${url}/5`)).toString()).toBe('voice');
    await expect(fetched(`${url}/6`)).rejects.toMatchObject({
      code: 'voice_url_refused',
      message: 'The voice URL redirects more than 5 times.',
    });
  });

  test.each(['file:///etc/hostname', 'data:audio/wav;base64,AAAA', 'ftp://127.0.0.1/voice'])(
    'to %s are refused',
    async (location) => {
      const url = await serve(redirectTo(location));
      await expect(fetched(url)).rejects.toMatchObject({ code: 'voice_url_refused' });
    },
  );

  test('rejects a redirect to an address that is not allowed', async () => {
    for (const location of [
      'http://10.0.0.1/',
      'http://[fd00::1]/',
      'http://169.254.169.254/latest/meta-data/',
    ]) {
      const url = await serve(redirectTo(location));
      await expect(fetched(url)).rejects.toMatchObject({ code: 'voice_url_refused' });
    }
  });

  test('reports the status of a redirect without a location', async () => {
    const url = await serve((_, response) => response.writeHead(302).end());
    await expect(fetched(url)).rejects.toMatchObject({ code: 'voice_http_status', details: { status: 302 } });
  });
});

describe('fetchVoice rejects a private address before it sends anything', () => {
  test.each([
    '127.0.0.1',
    'localhost',
    '0x7f.1',
    '2130706433',
    '017700000001',
    '127.1',
    '[::ffff:127.0.0.1]',
    '[::1]',
  ])('such as http://%s/', async (host) => {
    let requests = 0;
    const { port } = new URL(
      await serve((_, response) => {
        requests++;
        response.end('secret');
      }),
    );
    await expect(fetched(`http://${host}:${port}/`, { allowed: 'off' })).rejects.toMatchObject({
      code: 'voice_url_refused',
      message: expect.stringMatching(/which is not a public address.*VOICE_ALLOW_PRIVATE/) as string,
    });
    expect(requests).toBe(0);
  });

  test.each([
    '10.0.0.1',
    '192.168.0.1',
    '169.254.169.254',
    '0.0.0.0',
    '[fd00::1]',
    '[::]',
    '[64:ff9b::7f00:1]',
  ])('such as http://%s/, if only loopback is allowed', async (host) => {
    await expect(fetched(`http://${host}/`)).rejects.toMatchObject({ code: 'voice_url_refused' });
  });

  test('fetchVoice reaches localhost if loopback is allowed', async () => {
    const { port } = new URL(await serve((_, response) => response.end('voice')));
    expect((await fetched(`http://localhost:${port}/`)).toString()).toBe('voice');
  });
});

test.each(['ftp://example.com/voice.wav', 'file:///etc/hostname', 'data:audio/wav,x', 'javascript:0'])(
  '%s is refused for its protocol',
  async (url) => {
    await expect(fetched(url)).rejects.toMatchObject({
      code: 'voice_url_refused',
      message: `The voice URL starts with ${new URL(url).protocol}; use http: or https:.`,
    });
  },
);

test('fetchVoice rejects a URL with a password without repeating it in the message', async () => {
  for (const url of [
    'http://me:hunter2@127.0.0.1/',
    'http://hunter2@127.0.0.1/',
    'http://:hunter2@127.0.0.1/',
  ]) {
    const fetching = fetched(url);
    await expect(fetching).rejects.toMatchObject({ code: 'voice_url_refused' });
    await expect(fetching).rejects.not.toThrow('hunter2');
  }
});

describe('fetchVoice unpacks a body', () => {
  test.each([
    ['gzip', gzipSync],
    ['GZIP', gzipSync],
    ['deflate', deflateSync],
    ['br', brotliCompressSync],
  ])('with Content-Encoding %s, and limits its unpacked size', async (encoding, pack) => {
    const serveZeros = (bytes: number) =>
      serve((_, response) => {
        response.writeHead(200, { 'content-encoding': encoding }).end(pack(Buffer.alloc(bytes)));
      });
    expect((await fetched(await serveZeros(10_000))).equals(Buffer.alloc(10_000))).toBe(true);
    await expect(fetched(await serveZeros(1_000_000))).rejects.toMatchObject({ code: 'voice_too_large' });
  });

  test('but names an encoding that it does not know', async () => {
    const url = await serve((_, response) => response.writeHead(200, { 'content-encoding': 'zzz' }).end('x'));
    await expect(fetched(url)).rejects.toMatchObject({
      code: 'voice_unreadable',
      details: { encoding: 'zzz' },
    });
  });
});

describe('fetchVoice waits for a server that asks for time', () => {
  test.each([202, 429, 503])('with status %i', async (status) => {
    const atMs: number[] = [];
    const url = await serve((_, response) => {
      atMs.push(performance.now());
      if (atMs.length > 1) response.end('voice');
      else response.writeHead(status, { 'retry-after': '1' }).end();
    });
    expect((await fetched(url)).toString()).toBe('voice');
    expect((atMs[1] ?? 0) - (atMs[0] ?? 0)).toBeGreaterThan(999);
  });

  test('but not longer than there is time', async () => {
    let asked = 0;
    const url = await serve((_, response) => {
      asked++;
      response.writeHead(503, { 'retry-after': '60' }).end();
    });
    await expect(fetched(url)).rejects.toMatchObject({ code: 'voice_http_status', details: { status: 503 } });
    expect(asked).toBe(1);
  });

  test('and names an answer without content', async () => {
    const url = await serve((_, response) => response.writeHead(204).end());
    await expect(fetched(url)).rejects.toMatchObject({ code: 'voice_http_status', details: { status: 204 } });
  });
});
