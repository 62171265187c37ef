import { describe, expect, test } from 'vitest';
import { speechFile, speechServer, streamedWav } from '../../../../test/fixtures/speech-server.js';
import { speakWithServer } from '../../../../test/fixtures/speak-with-server.js';
import { unreachableUrl } from '../../../../test/fixtures/web-server.js';

describe('ServerEngine', () => {
  test('does not repeat the text in the reason', async () => {
    const { url } = await speechServer(
      ({ body }, response) => void response.writeHead(400).end(`bad: ${body.input}`),
    );
    await expect(speakWithServer(url)).rejects.toMatchObject({
      code: 'speech_refused',
      message: `The speech server ${new URL(url).host} answered with status 400.`,
    });
  });

  test('waits as long as 429 asks for, and repeats what may pass', async () => {
    const wav = await speechFile('speech.wav');
    const times: number[] = [];
    const { url } = await speechServer((_, response) => {
      times.push(performance.now());
      if (times.length === 1) response.writeHead(429, { 'retry-after': '1' }).end();
      else if (times.length === 2) response.writeHead(500).end('<html>Oops</html>');
      else if (times.length === 3) {
        response.writeHead(200, { 'content-length': String(wav.length) });
        response.write(wav.subarray(0, 1000), () => response.destroy());
      } else response.end(wav);
    });
    expect((await speakWithServer(url)).samples.length).toBeGreaterThan(7000);
    expect(times).toHaveLength(4);
    expect((times[1] ?? 0) - (times[0] ?? 0)).toBeGreaterThan(950);
  });

  test.each([
    ['keeps failing', (status: number) => status, 503],
    ['asks for more time than there is', () => 429, 429],
  ])('gives up a server that %s', async (_, statusOf, status) => {
    const { url } = await speechServer(
      (_asked, response) =>
        void response
          .writeHead(statusOf(status), status === 429 ? { 'retry-after': '3600' } : {})
          .end('{"detail":"busy"}'),
    );
    await expect(speakWithServer(url, { seconds: 2 })).rejects.toMatchObject({
      code: 'speech_unavailable',
      message: `The speech server ${new URL(url).host} answered with status ${String(status)}: busy. Tried for up to 2 s.`,
    });
  });

  test('reports a server that is not there', async () => {
    const url = `${await unreachableUrl()}/v1`;
    await expect(speakWithServer(url, { seconds: 1 })).rejects.toMatchObject({
      code: 'speech_unavailable',
      message: `The speech server ${new URL(url).host} does not answer (ECONNREFUSED). Tried for up to 1 s.`,
    });
  });

  test('stops with the reason of the signal while the server hangs', async () => {
    const stop = new AbortController();
    const { url } = await speechServer(() => stop.abort(new RangeError('stopped')));
    await expect(speakWithServer(url, { signal: stop.signal })).rejects.toThrow('stopped');
  });

  test.each([
    ['garbage', 'audio/wav', Buffer.from('no sound at all, and no header either, just words')],
    ['a page', 'text/html', Buffer.from('<!doctype html><title>Welcome</title>')],
    ['an error with status 200', 'application/json', Buffer.from('{"error":"no model"}')],
    ['a page with the type of samples', 'audio/pcm', Buffer.from('<!doctype html><title>Welcome</title>')],
    ['nothing', 'audio/wav', Buffer.alloc(0)],
  ])('does not accept %s', async (_, type, body) => {
    const { url } = await speechServer(
      (_asked, response) => void response.setHeader('content-type', type).end(body),
    );
    await expect(speakWithServer(url)).rejects.toMatchObject({
      code: 'speech_unreadable',
      message: `The answer of the speech server (${type}) cannot be read as audio. Check SPEECH_URL and SPEECH_MODEL.`,
    });
  });

  test('stops an answer that never ends', async () => {
    const wav = streamedWav(await speechFile('speech.wav'));
    const { url } = await speechServer((_, response) => {
      response.write(wav);
      const more = () => {
        while (response.writable && response.write(Buffer.alloc(65_536, 7)));
        if (response.writable) response.once('drain', more);
      };
      more();
    });
    await expect(speakWithServer(url)).rejects.toMatchObject({
      code: 'speech_unreadable',
      message: expect.stringContaining('is too long for a sentence') as string,
    });
  });
});
