import { readdir } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import { ffmpeg } from '../../../../test/fixtures/media.js';
import {
  speechFile,
  speechServer,
  streamedWav,
  writeChunks,
} from '../../../../test/fixtures/speech-server.js';
import { temporaryFolder } from '../../../../test/fixtures/temporary-folder.js';
import { unreachableUrl } from '../../../../test/fixtures/web-server.js';
import { soundingPart } from '../trim-silence.js';
import { ServerEngine } from './server-engine.js';

const running = new AbortController().signal;
const sentence = 'Good morning, I am Alice.';

async function speak(
  url: string,
  {
    key,
    seconds = 20,
    speed = 1,
    signal = running,
  }: { key?: string; seconds?: number; speed?: number; signal?: AbortSignal } = {},
) {
  const scratch = await temporaryFolder();
  const server = { SPEECH_URL: url, SPEECH_API_KEY: key, SPEECH_MODEL: 'kokoro' };
  const engine = new ServerEngine(server, await ffmpeg(), scratch, seconds);
  try {
    return await engine.speak(sentence, { voice: 'af_heart', speed }, signal);
  } finally {
    expect(await readdir(scratch)).toEqual([]);
  }
}

describe('ServerEngine', () => {
  test('sends what the API names, and the speed only if it is another', async () => {
    const wav = await speechFile('speech.wav');
    const { url, asked } = await speechServer((_, response) => void response.end(wav));
    await speak(url, { key: 'sk-secret' });
    await speak(`${url}/`, { speed: 1.5 });
    const body = { model: 'kokoro', input: sentence, voice: 'af_heart', response_format: 'wav' };
    expect(asked).toEqual([
      { body, authorization: 'Bearer sk-secret' },
      { body: { ...body, speed: 1.5 }, authorization: undefined },
    ]);
  });

  test.each([
    [400, '{"detail":"Only mp3 format is supported"}'],
    [422, '{"error":{"message":"response_format: Input should be \'mp3\'"}}'],
  ])('asks a server for MP3 that answers a request for WAV with %i %s', async (status, refusal) => {
    const mp3 = await speechFile('speech.mp3');
    const { url, asked } = await speechServer(({ body }, response) => {
      if (body.response_format === 'mp3') response.end(mp3);
      else response.writeHead(status).end(refusal);
    });
    expect((await speak(url)).samples.length).toBeGreaterThan(1000);
    expect(asked.map(({ body }) => body.response_format)).toEqual(['wav', 'mp3']);
  });

  test.each([
    ['a WAV', 'audio/wav', 'speech.wav', []],
    ['a stereo WAV of 48 kHz', 'audio/wav', 'speech.wav', ['-ac', '2', '-ar', '48000']],
    ['an MP3 that was asked for as WAV', 'audio/mpeg', 'speech.mp3', []],
    ['an MP3 with the type of a WAV', 'audio/wav', 'speech.mp3', []],
    ['a FLAC', 'audio/flac', 'speech.flac', []],
    ['Opus', 'audio/opus', 'speech.opus', []],
    ['a WAV with the type of a page', 'text/html; charset=utf-8', 'speech.wav', []],
    ['a WAV with the type of samples', 'audio/pcm', 'speech.wav', []],
    ['a WAV of unknown type', 'application/octet-stream', 'speech.wav', []],
  ])('reads %s', async (_, type, name, options) => {
    const file = await speechFile(name, 0, options);
    const { url } = await speechServer(
      (_asked, response) => void response.setHeader('content-type', type).end(file),
    );
    const { samples, rateHz } = await speak(url);
    expect(samples.length / rateHz).toBeCloseTo(0.5, 0);
    expect(Math.max(...samples)).toBeGreaterThan(0.3);
  });

  test.each([
    ['audio/pcm', 24_000, 1],
    ['audio/L16; rate=16000; channels=1', 16_000, 1],
    ['audio/pcm;rate=48000;channels=2', 48_000, 2],
  ])('reads samples without a header as %s', async (type, rateHz, channels) => {
    const pcm = await speechFile('speech.raw', 0, [
      ...['-f', 's16le', '-ar', String(rateHz), '-ac', String(channels)],
    ]);
    const { url } = await speechServer(
      (_, response) => void response.setHeader('content-type', type).end(pcm),
    );
    const spoken = await speak(url);
    expect(spoken.rateHz).toBe(rateHz);
    expect(spoken.samples.length / rateHz).toBeCloseTo(0.5, 2);
    // ffmpeg makes both sides of stereo 3 dB quieter.
    expect(Math.max(...spoken.samples)).toBeCloseTo(channels === 1 ? 0.5 : 0.35, 1);
  });

  test('reads a WAV that is streamed without its length, with silence at its ends', async () => {
    const wav = streamedWav(await speechFile('speech.wav', 1.2));
    const { url } = await speechServer((_, response) => writeChunks(response, wav));
    const { samples, rateHz } = await speak(url);
    expect(samples.length / rateHz).toBeCloseTo(2.9, 1);
    const part = soundingPart(samples, rateHz);
    expect(((part?.end ?? 0) - (part?.start ?? 0)) / rateHz).toBeCloseTo(0.6, 1);
  });

  test.each([
    [
      401,
      { error: { message: 'Incorrect API key provided', type: 'invalid_request_error' } },
      'Incorrect API key provided. Check SPEECH_API_KEY.',
    ],
    [
      400,
      { detail: { error: 'Invalid request', message: "Voice 'x' not found. Available voices: a" } },
      "Voice 'x' not found. Available voices: a.",
    ],
    [404, { detail: 'Model not found' }, 'Model not found. Check SPEECH_URL, SPEECH_MODEL, and the voice.'],
    [
      405,
      { detail: 'Method Not Allowed' },
      'Method Not Allowed. Check SPEECH_URL, SPEECH_MODEL, and the voice.',
    ],
    [
      422,
      { detail: [{ loc: ['body', 'voice'], msg: 'Field required', input: { input: sentence } }] },
      'body.voice Field required.',
    ],
    [400, { error: "Missing 'input' in request body" }, "Missing 'input' in request body."],
  ])('fails with the reason of a server that answers %i %j', async (status, body, reason) => {
    const { url, asked } = await speechServer(
      (_, response) =>
        void response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body)),
    );
    const message = `The speech server ${new URL(url).host} answered with status ${String(status)}: ${reason}`;
    await expect(speak(url)).rejects.toMatchObject({ code: 'speech_refused', message, details: { status } });
    expect(asked).toHaveLength(1);
  });

  test('does not repeat the text in the reason', async () => {
    const { url } = await speechServer(
      ({ body }, response) => void response.writeHead(400).end(`bad: ${body.input}`),
    );
    await expect(speak(url)).rejects.toMatchObject({
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
    expect((await speak(url)).samples.length).toBeGreaterThan(7000);
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
    await expect(speak(url, { seconds: 2 })).rejects.toMatchObject({
      code: 'speech_unavailable',
      message: `The speech server ${new URL(url).host} answered with status ${String(status)}: busy. Tried for up to 2 s.`,
    });
  });

  test('reports a server that is not there', async () => {
    const url = `${await unreachableUrl()}/v1`;
    await expect(speak(url, { seconds: 1 })).rejects.toMatchObject({
      code: 'speech_unavailable',
      message: `The speech server ${new URL(url).host} does not answer (ECONNREFUSED). Tried for up to 1 s.`,
    });
  });

  test('stops with the reason of the signal while the server hangs', async () => {
    const stop = new AbortController();
    const { url } = await speechServer(() => stop.abort(new RangeError('stopped')));
    await expect(speak(url, { signal: stop.signal })).rejects.toThrow('stopped');
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
    await expect(speak(url)).rejects.toMatchObject({
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
    await expect(speak(url)).rejects.toMatchObject({
      code: 'speech_unreadable',
      message: expect.stringContaining('is too long for a sentence') as string,
    });
  });
});
