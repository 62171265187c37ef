import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { readSettings } from '../../../config/settings.js';
import { RenderError } from '../../../errors/render-error.js';
import { ffmpeg, ffmpegOutput } from '../../../test/fixtures/media.js';
import { chirp, tone } from '../../../test/fixtures/signals.js';
import { temporaryFolder } from '../../../test/fixtures/temporary-folder.js';
import { waveFile } from '../../../test/fixtures/wave-file.js';
import { serve } from '../../../test/fixtures/web-server.js';
import type { DecodedVoice } from './decode/decode.js';
import { loadVoice, type VoiceSource } from './voice.js';

const settings = readSettings({ VOICE_ALLOW_PRIVATE: 'loopback', VOICE_MAX_BYTES: '200000' });
const never = new AbortController().signal;

async function load(source: VoiceSource, scratch?: string): Promise<DecodedVoice> {
  return loadVoice(source, scratch ?? (await temporaryFolder()), { ffmpeg: await ffmpeg(), settings }, never);
}

describe('loadVoice from a URL', () => {
  test('fetches and decodes the voice once, for the network and the soundtrack', async () => {
    const wave = waveFile(chirp());
    const url = new URL(await serve((_, response) => response.end(wave)));
    const voice = await load({ url });
    expect(voice).toMatchObject({ sampleCount: 12_000, durationSeconds: 0.75 });
    const samples = Buffer.from(chirp().buffer);
    expect(await readFile(voice.sound.file)).toEqual(samples);
    expect(await readFile(voice.samplesFile)).toEqual(samples);
  });

  test('enforces the limit of bytes', async () => {
    const url = new URL(await serve((_, response) => response.end(waveFile(tone(4)))));
    await expect(load({ url })).rejects.toMatchObject({ code: 'voice_too_large' });
  });
});

describe('loadVoice from an upload', () => {
  test('rejects with the reason of an abort during the copy', async () => {
    const slow = Readable.from(
      (async function* () {
        for (;;) {
          yield Buffer.alloc(100);
          await sleep(10);
        }
      })(),
    );
    const stop = new AbortController();
    const reason = new RenderError('job_busy', 'The pod is shutting down.');
    const taking = loadVoice(
      { upload: () => Promise.resolve(slow) },
      await temporaryFolder(),
      { ffmpeg: await ffmpeg(), settings },
      stop.signal,
    );
    setTimeout(() => {
      stop.abort(reason);
    }, 50);
    await expect(taking).rejects.toBe(reason);
  });
});

describe('loadVoice from a file', () => {
  test('copies the file, so that later changes to it have no effect', async () => {
    const [from, scratch] = [await temporaryFolder(), await temporaryFolder()];
    const file = path.join(from, 'voice.wav');
    await writeFile(file, waveFile(chirp()));
    const voice = await load({ file }, scratch);
    expect(path.dirname(voice.sound.file)).toBe(scratch);
    expect(voice.sampleCount).toBe(12_000);
  });

  test('enforces the limit of bytes', async () => {
    const file = path.join(await temporaryFolder(), 'voice.wav');
    await writeFile(file, waveFile(tone(4)));
    await expect(load({ file })).rejects.toMatchObject({
      code: 'voice_too_large',
      message:
        'The voice has 256044 bytes; the limit is 200000. Use a smaller file or raise VOICE_MAX_BYTES.',
    });
  });

  test.each(['.', '/dev/zero'])('names a path that is not a file: %s', async (file) => {
    await expect(load({ file })).rejects.toMatchObject({
      code: 'voice_not_found',
      message: `${file} is not a file. Name a voice file.`,
    });
  });

  test('names a file that does not exist', async () => {
    const file = path.join(await temporaryFolder(), 'none.wav');
    await expect(load({ file })).rejects.toMatchObject({
      code: 'voice_not_found',
      message: `The voice file ${file} cannot be read (ENOENT).`,
    });
  });
});

test('loadVoice writes a soundtrack with 0 in place of NaN samples', async () => {
  const source = tone(1, 440, 0.5);
  for (let i = 8000; i < 8100; i++) source[i] = i % 2 === 0 ? NaN : Infinity;
  const file = path.join(await temporaryFolder(), 'voice.wav');
  await writeFile(file, waveFile(source));
  const voice = await load({ file });

  const heard = await ffmpegOutput(
    ...[...voice.sound.inputOptions, '-i', voice.sound.file],
    ...['-c:a', 'aac', '-f', 'adts', 'pipe:1'],
  );
  expect(heard.length).toBeGreaterThan(5000);
  const bytes = await readFile(voice.sound.file);
  const samples = new Float32Array(new Uint8Array(bytes).buffer);
  expect(samples).toHaveLength(16_000);
  expect(samples.every((sample) => Math.abs(sample) <= 0.6)).toBe(true);
  // Silent where the numbers were missing, and a tone elsewhere.
  const peak = (seconds: number) =>
    samples
      .slice(16_000 * seconds, 16_000 * (seconds + 0.002))
      .reduce((max, sample) => Math.max(max, Math.abs(sample)), 0);
  expect(peak(0.502)).toBe(0);
  expect(peak(0.25)).toBeGreaterThan(0.3);
});
