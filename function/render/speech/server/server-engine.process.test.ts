import { describe, expect, test } from 'vitest';
import {
  speechFile,
  speechServer,
  streamedWav,
  writeChunks,
} from '../../../../test/fixtures/speech-server.js';
import { speakWithServer, spokenSentence } from '../../../../test/fixtures/speak-with-server.js';
import { soundingPart } from '../trim-silence.js';

describe('ServerEngine', () => {
  test('sends what the API names, and the speed only if it is another', async () => {
    const wav = await speechFile('speech.wav');
    const { url, asked } = await speechServer((_, response) => void response.end(wav));
    await speakWithServer(url, { key: 'sk-secret' });
    await speakWithServer(`${url}/`, { speed: 1.5 });
    const body = { model: 'kokoro', input: spokenSentence, voice: 'af_heart', response_format: 'wav' };
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
    expect((await speakWithServer(url)).samples.length).toBeGreaterThan(1000);
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
    const { samples, rateHz } = await speakWithServer(url);
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
    const spoken = await speakWithServer(url);
    expect(spoken.rateHz).toBe(rateHz);
    expect(spoken.samples.length / rateHz).toBeCloseTo(0.5, 2);
    // ffmpeg makes both sides of stereo 3 dB quieter.
    expect(Math.max(...spoken.samples)).toBeCloseTo(channels === 1 ? 0.5 : 0.35, 1);
  });

  test('reads a WAV that is streamed without its length, with silence at its ends', async () => {
    const wav = streamedWav(await speechFile('speech.wav', 1.2));
    const { url } = await speechServer((_, response) => writeChunks(response, wav));
    const { samples, rateHz } = await speakWithServer(url);
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
      { detail: [{ loc: ['body', 'voice'], msg: 'Field required', input: { input: spokenSentence } }] },
      'body.voice Field required.',
    ],
    [400, { error: "Missing 'input' in request body" }, "Missing 'input' in request body."],
  ])('fails with the reason of a server that answers %i %j', async (status, body, reason) => {
    const { url, asked } = await speechServer(
      (_, response) =>
        void response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body)),
    );
    const message = `The speech server ${new URL(url).host} answered with status ${String(status)}: ${reason}`;
    await expect(speakWithServer(url)).rejects.toMatchObject({
      code: 'speech_refused',
      message,
      details: { status },
    });
    expect(asked).toHaveLength(1);
  });
});
