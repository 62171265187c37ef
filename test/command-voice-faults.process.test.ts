import { writeFile } from 'node:fs/promises';
import type { RequestListener } from 'node:http';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { avatarProcess } from './fixtures/avatar-command.js';
import { ffmpegOutput } from './fixtures/media.js';
import { failedRender } from './fixtures/render-fault.js';
import { shareEngine } from './fixtures/shared-engine.js';
import { tone } from './fixtures/signals.js';
import { temporaryFolder } from './fixtures/temporary-folder.js';
import { waveFile } from './fixtures/wave-file.js';
import { unreachableUrl, serve } from './fixtures/web-server.js';

shareEngine();

const loopback = { VOICE_ALLOW_PRIVATE: 'loopback' };
const answering =
  (body: string | Uint8Array, status = 200): RequestListener =>
  (_, response) =>
    response.writeHead(status).end(body);

test('the render command fails if the host of the voice is unreachable', async () => {
  const voice = await unreachableUrl();
  expect(await failedRender('voice_unreachable', { options: { voice }, environment: loopback })).toContain(
    `The voice could not be downloaded from ${new URL(voice).host} (ECONNREFUSED).`,
  );
});

test('the render command fails without repeating the query if the voice is not found', async () => {
  const voice = `${await serve(answering('gone', 404))}/v.wav?token=secret`;
  const said = await failedRender('voice_http_status', { options: { voice }, environment: loopback });
  expect(said).toContain('answered the request for the voice with status 404');
  expect(said).not.toContain('secret');
});

describe('the render command rejects a voice', () => {
  test.each([
    [
      'that is a web page',
      '<!doctype html><html><body>Please log in</body></html>',
      '(54 bytes) is a web page',
    ],
    ['without bytes', '', 'is empty (0 bytes)'],
    ['of three bytes', 'ID3', '(3 bytes) is MP3 that is damaged'],
  ])('%s', async (_, body, said) => {
    const voice = await serve(answering(body));
    expect(await failedRender('voice_unreadable', { options: { voice }, environment: loopback })).toContain(
      `The voice ${said}`,
    );
  });

  test('that is a video without sound', async () => {
    const film = path.join(await temporaryFolder(), 'film.mp4');
    await ffmpegOutput('-f', 'lavfi', '-i', 'color=s=64x64:d=0.2', '-c:v', 'libx264', film);
    await failedRender('voice_silent_media', { options: { voice: film } });
  });

  test('that is a playlist of local files, downloaded or as a file', async () => {
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

describe('the render command refuses a voice URL', () => {
  test.each(['http://10.0.0.1/v.wav', 'http://[fd00::1]/v.wav', 'http://169.254.169.254/latest/meta-data/'])(
    'with a private address: %s',
    async (voice) => {
      await failedRender('voice_url_refused', { options: { voice } });
      await failedRender('voice_url_refused', { options: { voice }, environment: loopback });
    },
  );

  test.each(['0x7f.1', 'localhost', '127.0.0.1', '[::1]', '[::ffff:7f00:1]'])(
    'that leads to this machine: http://%s/',
    async (host) => {
      const { port } = new URL(await serve(answering(waveFile(tone(0.4)))));
      await failedRender('voice_url_refused', { options: { voice: `http://${host}:${port}/v.wav` } });
    },
  );

  test('that redirects to a private address', async () => {
    const redirecting: RequestListener = (_, response) =>
      response.writeHead(302, { location: 'http://192.168.0.1/v.wav' }).end();
    const voice = await serve(redirecting);
    const said = await failedRender('voice_url_refused', { options: { voice }, environment: loopback });
    expect(said).toContain('192.168.0.1 resolves to 192.168.0.1, which is not a public address');
  });
});

test('the render command stops waiting for a body that never ends', async () => {
  const voice = await serve((_, response) => void response.write('RIFF'));
  const environment = { ...loopback, VOICE_TIMEOUT_SECONDS: '0.5' };
  // A process ends only after it has closed the connection.
  expect(await failedRender('voice_timeout', { options: { voice }, environment }, avatarProcess)).toContain(
    'within 0.5 s (VOICE_TIMEOUT_SECONDS)',
  );
});

test('the render command rejects a voice with too many bytes', async () => {
  const voice = await serve(answering(Buffer.alloc(5000)));
  const environment = { ...loopback, VOICE_MAX_BYTES: '4999' };
  await failedRender('voice_too_large', { options: { voice }, environment });
});

describe('the render command rejects a voice that is', () => {
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

test('the render command names a voice file that does not exist', async () => {
  expect(await failedRender('voice_not_found', { options: { voice: 'none.wav' } })).toContain(
    'The voice file none.wav cannot be read (ENOENT).',
  );
});

test('the render command names --voice if it is not a valid URL', async () => {
  expect(await failedRender('request_invalid', { options: { voice: 'http://' } })).toContain('--voice: ');
});
