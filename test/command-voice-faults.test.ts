import { writeFile } from 'node:fs/promises';
import type { RequestListener } from 'node:http';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { ffmpegOutput } from './fixtures/media.js';
import { failedRender } from './fixtures/render-fault.js';
import { tone } from './fixtures/signals.js';
import { temporaryFolder } from './fixtures/temporary-folder.js';
import { waveFile } from './fixtures/wave-file.js';
import { nobodyAt, serve } from './fixtures/web-server.js';

const loopback = { VOICE_ALLOW_PRIVATE: 'loopback' };
const answering =
  (body: string | Uint8Array, status = 200): RequestListener =>
  (_, response) =>
    response.writeHead(status).end(body);

test('a host that cannot be reached', async () => {
  const voice = await nobodyAt();
  expect(await failedRender('voice_unreachable', { options: { voice }, environment: loopback })).toContain(
    `The voice could not be downloaded from ${new URL(voice).host} (ECONNREFUSED).`,
  );
});

test('a voice that is not found', async () => {
  const voice = `${await serve(answering('gone', 404))}/v.wav?token=secret`;
  const said = await failedRender('voice_http_status', { options: { voice }, environment: loopback });
  expect(said).toContain('answered the request for the voice with status 404');
  expect(said).not.toContain('secret');
});

describe('bytes that are no voice', () => {
  test.each([
    ['a page', '<!doctype html><html><body>Please log in</body></html>', 54],
    ['no bytes', '', 0],
    ['three bytes', 'ID3', 3],
  ])('%s', async (_, body, bytes) => {
    const voice = await serve(answering(body));
    expect(await failedRender('voice_unreadable', { options: { voice }, environment: loopback })).toContain(
      `The voice (${String(bytes)} bytes) cannot be read as audio`,
    );
  });

  test('a film without sound', async () => {
    const film = path.join(await temporaryFolder(), 'film.mp4');
    await ffmpegOutput('-f', 'lavfi', '-i', 'color=s=64x64:d=0.2', '-c:v', 'libx264', film);
    await failedRender('voice_silent_media', { options: { voice: film } });
  });

  test('a playlist that points at a file of this machine, from an address or as a file', async () => {
    const folder = await temporaryFolder();
    const [voice, words] = [path.join(folder, 'private.wav'), path.join(folder, 'private.txt')];
    await writeFile(voice, waveFile(tone(1)));
    await writeFile(words, 'THE-SECRET-WORDS');
    for (const target of [voice, words]) {
      const playlist = `#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\nfile://${target}\n#EXT-X-ENDLIST\n`;
      const url = `${await serve(answering(playlist))}/voice.m3u8`;
      const fetched = await failedRender('voice_unreadable', {
        options: { voice: url },
        environment: loopback,
      });
      const files = { 'voice.m3u8': playlist };
      const opened = await failedRender('voice_unreadable', { options: { voice: 'voice.m3u8' }, files });
      for (const said of [fetched, opened]) expect(said).not.toMatch(/SECRET|private/);
    }
  });
});

describe('an address that is not public', () => {
  test.each(['http://10.0.0.1/v.wav', 'http://[fd00::1]/v.wav', 'http://169.254.169.254/latest/meta-data/'])(
    '%s',
    async (voice) => {
      await failedRender('voice_url_refused', { options: { voice } });
      await failedRender('voice_url_refused', { options: { voice }, environment: loopback });
    },
  );

  test.each(['0x7f.1', 'localhost', '127.0.0.1', '[::1]', '[::ffff:7f00:1]'])(
    'this machine as http://%s/, though it would have a voice to give',
    async (host) => {
      const { port } = new URL(await serve(answering(waveFile(tone(0.4)))));
      await failedRender('voice_url_refused', { options: { voice: `http://${host}:${port}/v.wav` } });
    },
  );

  test('by redirect', async () => {
    const redirecting: RequestListener = (_, response) =>
      response.writeHead(302, { location: 'http://192.168.0.1/v.wav' }).end();
    const voice = await serve(redirecting);
    const said = await failedRender('voice_url_refused', { options: { voice }, environment: loopback });
    expect(said).toContain('192.168.0.1 resolves to 192.168.0.1, which is not a public address');
  });
});

test('a body that never ends', async () => {
  const voice = await serve((_, response) => void response.write('RIFF'));
  const environment = { ...loopback, VOICE_TIMEOUT_SECONDS: '0.5' };
  expect(await failedRender('voice_timeout', { options: { voice }, environment })).toContain(
    'within 0.5 s (VOICE_TIMEOUT_SECONDS)',
  );
});

test('more bytes than are allowed', async () => {
  const voice = await serve(answering(Buffer.alloc(5000)));
  const environment = { ...loopback, VOICE_MAX_BYTES: '4999' };
  await failedRender('voice_too_large', { options: { voice }, environment });
});

describe('a voice of the wrong length', () => {
  test('too short', async () => {
    const files = { 'voice.wav': waveFile(tone(0.03)) };
    expect(await failedRender('voice_too_short', { files })).toContain(
      'The voice is 0.03 s long; the minimum is 0.05 s (VOICE_MIN_SECONDS).',
    );
  });

  test('too long', async () => {
    const environment = { VOICE_MAX_SECONDS: '0.3' };
    expect(await failedRender('voice_too_long', { environment })).toContain(
      'The voice is 0.4 s long; the limit is 0.3 s.',
    );
  });
});

test('a file that is not there', async () => {
  expect(await failedRender('voice_not_found', { options: { voice: 'none.wav' } })).toContain(
    'The voice file none.wav cannot be read (ENOENT).',
  );
});

test('an address that is none', async () => {
  expect(await failedRender('request_invalid', { options: { voice: 'http://' } })).toContain('--voice: ');
});
