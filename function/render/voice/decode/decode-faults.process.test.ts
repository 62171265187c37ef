import { readFile, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { fakeProgram, isRunning } from '../../../../test/fixtures/fake-program.js';
import { ffmpeg, ffmpegOutput } from '../../../../test/fixtures/media.js';
import { paintedPicture, pngOf } from '../../../../test/fixtures/pictures.js';
import { tone } from '../../../../test/fixtures/signals.js';
import { temporaryFolder } from '../../../../test/fixtures/temporary-folder.js';
import { waveFile } from '../../../../test/fixtures/wave-file.js';
import { decodeVoice } from './decode.js';
import { Ffmpeg } from '../../ffmpeg/ffmpeg.js';

const limits = { minSeconds: 0.05, maxSeconds: 2 };
const never = new AbortController().signal;
const filesFor = (file: string) => ({ samples: `${file}.f32`, sound: `${file}.sound.f32` });

async function decoding(content: string | Uint8Array, name = 'voice'): Promise<unknown> {
  const file = path.join(await temporaryFolder(), name);
  await writeFile(file, content);
  return decodeVoice(file, filesFor(file), { ffmpeg: await ffmpeg(), limits, signal: never });
}

const formats = 'WAV, MP3, Ogg, Opus, M4A, FLAC, or WebM';
const unknown = `is of an unknown format; bare samples need a header. Use ${formats}.`;
const notSound = (name: string) =>
  `is ${name}, not a recording. Use the address of the sound file itself: ${formats}.`;
const unsupported = (name: string) => `is ${name}, which is not supported. Use ${formats}.`;

describe('decodeVoice reports an unreadable voice and names what it is', () => {
  test.each([
    ['three bytes', 'abc', unknown],
    [
      'an HTML page',
      `<!doctype html><html><body>${'<p>This is not a voice.</p>'.repeat(500)}</body></html>`,
      notSound('a web page'),
    ],
    ['an error of a bucket', '<?xml version="1.0"?><Error/>', notSound('an XML document')],
    ['random bytes', Uint8Array.from({ length: 20_000 }, (_, i) => (i * i * 31) % 251), unknown],
    ['zeros', new Uint8Array(20_000), `begins with zeros only. Use ${formats}.`],
    ['JSON', JSON.stringify({ error: 'quota exceeded' }), notSound('JSON')],
    [
      'NIST SPHERE',
      'NIST_1A\n   1024\nsample_rate -i 16000\nend_head\n'.padEnd(40_000),
      unsupported('NIST SPHERE'),
    ],
    [
      'half a WAV header',
      waveFile(tone(1)).subarray(0, 30),
      `is WAV that is damaged or has an unknown codec. Use ${formats}.`,
    ],
  ])('for %s', async (_, content, reason) => {
    const bytes = Buffer.byteLength(content);
    await expect(decoding(content)).rejects.toMatchObject({
      code: 'voice_unreadable',
      message: `The voice (${String(bytes)} bytes) ${reason}`,
      details: { bytes },
    });
  });

  test('for an empty file', async () => {
    await expect(decoding('')).rejects.toMatchObject({
      code: 'voice_unreadable',
      message: 'The voice is empty (0 bytes). Send a file with sound.',
    });
  });

  test.each([
    ['wma', ['-c:a', 'wmav2'], unsupported('WMA (ASF)')],
    ['avi', ['-c:a', 'pcm_s16le'], unsupported('AVI')],
    ['flv', ['-ar', '44100', '-c:a', 'libmp3lame'], unsupported('FLV')],
    ['ts', ['-c:a', 'aac'], unsupported('MPEG-TS')],
    ['wv', ['-c:a', 'wavpack'], unsupported('WavPack')],
    ['ac3', [], unsupported('AC-3')],
    ['tta', [], unsupported('TTA')],
    ['voc', ['-c:a', 'pcm_u8'], unsupported('VOC')],
    ['latm', ['-c:a', 'aac'], unsupported('AAC in LATM')],
    ['s16le', ['-f', 's16le'], unknown],
    // Silence in µ-law begins as MP3 and AAC do.
    ['mulaw', ['-af', 'adelay=200', '-ar', '8000', '-f', 'mulaw'], unknown],
    ['alaw', ['-ar', '8000', '-f', 'alaw'], unknown],
  ])('for %s', async (ending, options, reason) => {
    const file = path.join(await temporaryFolder(), `voice.${ending}`);
    await ffmpegOutput('-f', 'lavfi', '-i', 'sine=440:r=16000:d=1', ...options, file);
    await expect(
      decodeVoice(file, filesFor(file), { ffmpeg: await ffmpeg(), limits, signal: never }),
    ).rejects.toMatchObject({
      code: 'voice_unreadable',
      message: expect.stringContaining(reason) as string,
    });
  });

  test('for a picture', async () => {
    const png = await pngOf(paintedPicture(64, 64));
    await expect(decoding(png)).rejects.toMatchObject({ code: 'voice_unreadable' });
  });
});

test('decodeVoice reports a film without sound', async () => {
  for (const [name, codec] of [
    ['film.mp4', 'libx264'],
    ['film.webm', 'libvpx-vp9'],
  ] as const) {
    const file = path.join(await temporaryFolder(), name);
    await ffmpegOutput('-f', 'lavfi', '-i', 'color=s=64x64:d=0.2', '-c:v', codec, file);
    await expect(
      decodeVoice(file, filesFor(file), { ffmpeg: await ffmpeg(), limits, signal: never }),
    ).rejects.toMatchObject({
      code: 'voice_silent_media',
      message: 'The voice file has no audio track. Use a file with sound.',
    });
  }
});

describe('decodeVoice rejects a length outside the limits and names the setting', () => {
  test.each([
    ['no samples', 0, 'The voice is 0 s long; the minimum is 0.05 s (VOICE_MIN_SECONDS).'],
    ['half the minimum', 0.025, 'The voice is 0.025 s long; the minimum is 0.05 s (VOICE_MIN_SECONDS).'],
    [
      'one sample below the minimum',
      799 / 16_000,
      'The voice is 0.049 s long; the minimum is 0.05 s (VOICE_MIN_SECONDS).',
    ],
  ])('for %s', async (_, seconds, message) => {
    await expect(decoding(waveFile(tone(seconds)))).rejects.toMatchObject({
      code: 'voice_too_short',
      message,
    });
  });

  test.each([
    [
      'a sample more than the most',
      32_001 / 16_000,
      'The voice is 2.01 s long; the limit is 2 s. Use a shorter one or raise VOICE_MAX_SECONDS.',
    ],
    [
      'more than the most',
      2.5,
      'The voice is 2.5 s long; the limit is 2 s. Use a shorter one or raise VOICE_MAX_SECONDS.',
    ],
    [
      'far more than the most',
      21,
      'The voice is more than 20 s long; the limit is 2 s. Use a shorter one or raise VOICE_MAX_SECONDS.',
    ],
  ])('for %s', async (_, seconds, message) => {
    await expect(decoding(waveFile(tone(seconds)))).rejects.toMatchObject({
      code: 'voice_too_long',
      message,
    });
  });

  test('but accepts the limits themselves', async () => {
    await expect(decoding(waveFile(tone(0.05)))).resolves.toMatchObject({ sampleCount: 800 });
    await expect(decoding(waveFile(tone(2)))).resolves.toMatchObject({ sampleCount: 32_000 });
  });
});

test('decodeVoice stops at an endless voice and ends its decoder', async () => {
  const folder = await temporaryFolder();
  const endless = await fakeProgram(
    folder,
    'endless',
    `require('fs').writeFileSync(${JSON.stringify(path.join(folder, 'pid'))}, String(process.pid));
     // Matroska: a track of 16 kHz, and blocks of zeros.
     process.stdout.write(Buffer.from('1a45dfa380' + '1853806701ffffffffffffff' + '1654ae6b8a' + 'ae88e186b584467a0000', 'hex'));
     const block = Buffer.concat([Buffer.from('a320fa04' + '81000080', 'hex'), Buffer.alloc(64000)]);
     const pour = () => { while (process.stdout.write(block)); };
     process.stdout.on('drain', pour); pour();`,
  );
  const voice = path.join(folder, 'voice');
  await writeFile(voice, 'x');
  await expect(
    decodeVoice(voice, filesFor(voice), { ffmpeg: new Ffmpeg(endless), limits, signal: never }),
  ).rejects.toMatchObject({
    code: 'voice_too_long',
  });
  expect(isRunning(Number(await readFile(path.join(folder, 'pid'), 'utf8')))).toBe(false);
  // At most two seconds of samples are kept.
  expect((await stat(filesFor(voice).sound)).size).toBeLessThanOrEqual(2 * 16_000 * 4);
});

test('decodeVoice reports a full disk, not an unreadable voice', async () => {
  const voice = path.join(await temporaryFolder(), 'voice');
  await writeFile(voice, waveFile(tone(1)));
  await expect(
    decodeVoice(
      voice,
      { samples: '/dev/full', sound: '/dev/full' },
      { ffmpeg: await ffmpeg(), limits, signal: never },
    ),
  ).rejects.toMatchObject({
    code: 'disk_full',
  });
});

test.each([
  ['is killed, as when memory runs out', "process.kill(process.pid, 'SIGKILL'); setTimeout(() => {}, 5000);"],
  ['cannot be started', 'process.exit(127);'],
])('decodeVoice does not blame the voice for an ffmpeg that %s', async (_, script) => {
  const folder = await temporaryFolder();
  const voice = path.join(folder, 'voice');
  await writeFile(voice, waveFile(tone(1)));
  const program = await fakeProgram(folder, 'ffmpeg', script);
  const error: unknown = await decodeVoice(voice, filesFor(voice), {
    ffmpeg: new Ffmpeg(program),
    limits,
    signal: never,
  }).catch((thrown: unknown) => thrown);
  expect(error).toMatchObject({ code: 'ffmpeg_failed', retryable: true });
});
