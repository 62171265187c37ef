import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import type { ServerResponse } from 'node:http';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { temporaryFolder } from '../../../../test/fixtures/temporary-folder.js';
import { unreachableUrl, serve } from '../../../../test/fixtures/web-server.js';
import { fetchVoice, type FetchLimits } from './fetch-voice.js';

const limits: FetchLimits = { maxBytes: 10_000, timeoutSeconds: 10, allowed: 'loopback' };
const never = new AbortController().signal;

async function fetching(url: string, changed: Partial<FetchLimits> = {}, signal = never): Promise<void> {
  const file = path.join(await temporaryFolder(), 'voice');
  await fetchVoice(new URL(url), file, { ...limits, ...changed }, signal);
}

/** Writes without end, until the other side goes away. */
function pour(response: ServerResponse): void {
  const more = () => {
    while (!response.destroyed && response.write(Buffer.alloc(1000)));
  };
  response.on('drain', more).on('error', () => undefined);
  more();
}

describe('fetchVoice stops a download that is too large', () => {
  test('if the server announces the length', async () => {
    const url = await serve((_, response) => response.end(Buffer.alloc(10_001)));
    await expect(fetching(url)).rejects.toMatchObject({
      code: 'voice_too_large',
      message: 'The voice has more than 10000 bytes. Use a smaller file or raise VOICE_MAX_BYTES.',
      details: { maxBytes: 10_000 },
    });
  });

  test('if the server never ends the body', async () => {
    const url = await serve((_, response) => pour(response));
    await expect(fetching(url)).rejects.toMatchObject({ code: 'voice_too_large' });
  });
});

describe('fetchVoice times out', () => {
  const late = {
    code: 'voice_timeout',
    message: expect.stringMatching(
      /^The voice did not arrive from 127\.0\.0\.1:\d+ within 0\.3 s \(VOICE_TIMEOUT_SECONDS\)\.$/,
    ) as string,
  };

  test('for a server that never answers', async () => {
    const url = await serve(() => undefined);
    await expect(fetching(url, { timeoutSeconds: 0.3 })).rejects.toMatchObject(late);
  });

  test('for a body that stalls', async () => {
    const url = await serve((_, response) => void response.write('RIFF'));
    await expect(fetching(url, { timeoutSeconds: 0.3 })).rejects.toMatchObject(late);
  });

  test('for a body that arrives too slowly', async () => {
    const url = await serve((_, response) => {
      const drops = setInterval(() => response.write('x'), 20);
      response.on('close', () => clearInterval(drops));
    });
    await expect(fetching(url, { timeoutSeconds: 0.3 })).rejects.toMatchObject(late);
  });

  test('for redirects that are too slow in total', async () => {
    const url = await serve((_, response) => {
      setTimeout(() => response.writeHead(302, { location: '/again' }).end(), 120);
    });
    await expect(fetching(url, { timeoutSeconds: 0.3 })).rejects.toMatchObject(late);
  });
});

test.each([400, 401, 403, 404, 410, 500, 503])('fetchVoice reports status %i', async (status) => {
  const url = await serve((_, response) => response.writeHead(status).end('<html>sorry</html>'));
  const { host } = new URL(url);
  await expect(fetching(`${url}/voice.wav?token=secret`)).rejects.toMatchObject({
    code: 'voice_http_status',
    message: `${host} answered the request for the voice with status ${String(status)}.`,
    details: { host, status },
  });
});

describe('fetchVoice with a server that fails', () => {
  const failures: Record<string, (response: ServerResponse) => void> = {
    'status 503': (response) => response.writeHead(503).end('busy'),
    'status 429': (response) => response.writeHead(429).end(),
    'a connection that closes before the answer': (response) => response.destroy(),
    'a connection that closes within the body': (response) => {
      response.writeHead(200, { 'content-length': '5000' }).write(Buffer.alloc(1000));
      setTimeout(() => response.destroy(), 20);
    },
  };

  test.each(Object.entries(failures))(
    'retries after this failure and receives the whole voice: %s',
    async (_, fail) => {
      let requests = 0;
      const url = await serve((_request, response) => {
        if (++requests < 3) fail(response);
        else response.end('the voice');
      });
      const file = path.join(await temporaryFolder(), 'voice');
      await fetchVoice(new URL(url), file, limits, never);
      expect(await readFile(file, 'utf8')).toBe('the voice');
      expect(requests).toBe(3);
    },
  );

  test.each([
    [503, 3],
    [404, 1],
    [403, 1],
  ])('for status %i sends this number of requests: %i', async (status, times) => {
    let requests = 0;
    const url = await serve((_, response) => {
      requests++;
      response.writeHead(status).end();
    });
    await expect(fetching(url)).rejects.toMatchObject({ code: 'voice_http_status', details: { status } });
    expect(requests).toBe(times);
  });

  test('does not retry beyond the timeout', async () => {
    const url = await serve((_, response) => response.writeHead(503).end());
    await expect(fetching(url, { timeoutSeconds: 0.1 })).rejects.toMatchObject({ code: 'voice_timeout' });
  });

  test('does not retry after an abort', async () => {
    const stop = new AbortController();
    let asked = 0;
    const url = await serve((_, response) => {
      asked++;
      response.writeHead(503).end();
      setTimeout(() => {
        stop.abort(new Error('canceled'));
      }, 50);
    });
    await expect(fetching(url, {}, stop.signal)).rejects.toThrow('canceled');
    expect(asked).toBe(1);
  });
});

describe('fetchVoice names an unreachable server and the reason', () => {
  test('if nothing listens on the port', async () => {
    const url = await unreachableUrl();
    await expect(fetching(url)).rejects.toMatchObject({
      code: 'voice_unreachable',
      message: `The voice could not be downloaded from ${new URL(url).host} (ECONNREFUSED).`,
    });
  });

  test('if the server closes the connection instead of answering', async () => {
    const url = await serve((_, response) => response.destroy());
    await expect(fetching(url)).rejects.toMatchObject({ code: 'voice_unreachable' });
  });

  test('if the server closes the connection within the body', async () => {
    const url = await serve((_, response) => {
      response.writeHead(200, { 'content-length': '5000' }).write(Buffer.alloc(1000));
      setTimeout(() => response.destroy(), 50);
    });
    await expect(fetching(url)).rejects.toMatchObject({ code: 'voice_unreachable' });
  });

  test('if the server redirects to an invalid URL', async () => {
    const url = await serve((_, response) => response.writeHead(302, { location: 'http://[' }).end());
    await expect(fetching(url)).rejects.toMatchObject({ code: 'voice_unreachable' });
  });

  test('if the host name does not exist', async () => {
    // A part of a name has 63 letters at most, so no server needs to be requests.
    const host = `${'a'.repeat(64)}.invalid`;
    await expect(fetching(`http://${host}/`)).rejects.toMatchObject({
      code: 'voice_unreachable',
      message: `The voice could not be downloaded from ${host} (ENOTFOUND).`,
      details: { host },
    });
  });
});

test('fetchVoice closes the connection after an abort, and rejects with its reason', async () => {
  const stop = new AbortController();
  let hungUp: Promise<unknown> | undefined;
  const url = await serve((_, response) => {
    hungUp = once(response, 'close');
    response.write('RIFF');
    stop.abort(new Error('canceled'));
  });
  await expect(fetching(url, {}, stop.signal)).rejects.toThrow('canceled');
  await hungUp;
  expect(hungUp).toBeDefined();
});

test('fetchVoice reports a full disk, not an unreachable server', async () => {
  const url = await serve((_, response) => response.end('voice'));
  await expect(fetchVoice(new URL(url), '/dev/full', limits, never)).rejects.toMatchObject({
    code: 'ENOSPC',
  });
});
