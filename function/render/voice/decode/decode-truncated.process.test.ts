import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { ffmpeg, ffmpegOutput } from '../../../../test/fixtures/media.js';
import { tone } from '../../../../test/fixtures/signals.js';
import { temporaryFolder } from '../../../../test/fixtures/temporary-folder.js';
import { waveFile } from '../../../../test/fixtures/wave-file.js';
import { decodeVoice, type DecodedVoice } from './decode.js';

async function decoding(content: Uint8Array): Promise<DecodedVoice> {
  const file = path.join(await temporaryFolder(), 'voice');
  await writeFile(file, content);
  const files = { samples: `${file}.f32`, sound: `${file}.sound.f32` };
  const limits = { minSeconds: 0.05, maxSeconds: 2 };
  return decodeVoice(file, files, { ffmpeg: await ffmpeg(), limits, signal: new AbortController().signal });
}

describe('decodeVoice rejects a file that breaks off, with the time', () => {
  test('a WAV', async () => {
    await expect(decoding(waveFile(tone(2)).subarray(0, 44 + 4 * 18_400))).rejects.toMatchObject({
      code: 'voice_unreadable',
      message:
        'The voice file (WAV) breaks off after 1.1 s: it is shorter than its header says. Send the whole file.',
      details: { seconds: 1.1 },
    });
  });

  test.each([
    ['m4a', ['-c:a', 'aac', '-movflags', '+faststart']],
    ['mka', ['-c:a', 'pcm_s16le']],
    ['aiff', []],
  ])('%s', async (ending, options) => {
    const file = path.join(await temporaryFolder(), `voice.${ending}`);
    await ffmpegOutput('-f', 'lavfi', '-i', 'sine=440:r=16000:d=2', ...options, file);
    const whole = await readFile(file);
    await expect(decoding(whole.subarray(0, whole.length * 0.6))).rejects.toMatchObject({
      code: 'voice_unreadable',
      message: expect.stringMatching(/breaks off after 1(\.\d)? s/) as string,
    });
  });

  test('an MP4 without its index', async () => {
    const file = path.join(await temporaryFolder(), 'voice.m4a');
    await ffmpegOutput('-f', 'lavfi', '-i', 'sine=440:r=16000:d=2', '-c:a', 'aac', file);
    await expect(decoding((await readFile(file)).subarray(0, 10_000))).rejects.toMatchObject({
      message:
        'The voice (10000 bytes) is MP4 that breaks off before its sound can be read. Send the whole file.',
    });
  });
});
