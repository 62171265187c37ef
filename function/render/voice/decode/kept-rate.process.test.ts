import { stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import { ffmpeg } from '../../../../test/fixtures/media.js';
import { temporaryFolder } from '../../../../test/fixtures/temporary-folder.js';
import { encodedVoice } from '../../../../test/fixtures/voice-files.js';
import { decodeVoice } from './decode.js';

const bytesPerSample = 4;

test.each([
  ['stereo of 192 kHz in FLAC', 'a.flac', ['-ar', '192000', '-ac', '2'], 48_000],
  ['six channels of 96 kHz in WAV', 'a.wav', ['-ar', '96000', '-ac', '6'], 48_000],
  ['stereo of 44.1 kHz in FLAC', 'a.flac', ['-ar', '44100', '-ac', '2'], 44_100],
])('decodeVoice keeps %s at no more than 48 kHz', async (_, name, options, rateHz) => {
  const file = path.join(await temporaryFolder(), 'voice');
  await writeFile(file, await encodedVoice(name, options));
  const files = { samples: `${file}.f32`, sound: `${file}.sound` };
  const limits = { minSeconds: 0.05, maxSeconds: 60 };
  const voice = await decodeVoice(file, files, {
    ffmpeg: await ffmpeg(),
    limits,
    signal: new AbortController().signal,
  });
  const [, , , channels, , rate] = voice.sound.inputOptions;
  expect(Number(rate)).toBe(rateHz);
  const { size } = await stat(files.sound);
  expect(size).toBe(Math.round(voice.durationSeconds * rateHz) * Number(channels) * bytesPerSample);
  expect(voice.durationSeconds).toBeCloseTo(1, 1);
  // What a voice may take on the disk: two channels of 48 kHz, and one of 16 kHz for the network.
  expect(size).toBeLessThanOrEqual(voice.durationSeconds * 48_000 * 2 * bytesPerSample);
  const samples = await stat(files.samples);
  expect(samples.size).toBeLessThanOrEqual((voice.durationSeconds * 16_000 + 1) * bytesPerSample);
});
