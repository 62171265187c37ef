import { readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { ffmpeg, ffmpegOutput } from '../../../../test/fixtures/media.js';
import { syllables } from '../../../../test/fixtures/signals.js';
import { concatenate } from '../../numeric/concatenate.js';
import { temporaryFolder } from '../../../../test/fixtures/temporary-folder.js';
import { encodedVoice } from '../../../../test/fixtures/voice-files.js';
import { waveFile } from '../../../../test/fixtures/wave-file.js';
import { decodeVoice, type DecodedVoice } from './decode.js';

const limits = { minSeconds: 0.05, maxSeconds: 60 };
const never = new AbortController().signal;

interface Decoded extends DecodedVoice {
  readonly samples: Float32Array;
  /** Frames of the sound track. */
  readonly soundFrames: number;
}

async function decoded(content: Uint8Array): Promise<Decoded> {
  const folder = await temporaryFolder();
  const file = path.join(folder, 'voice');
  await writeFile(file, content);
  const files = { samples: `${file}.f32`, sound: `${file}.sound` };
  const voice = await decodeVoice(file, files, { ffmpeg: await ffmpeg(), limits, signal: never });
  expect((await readdir(folder)).sort()).toEqual(['voice', 'voice.f32', 'voice.sound']);
  const samples = new Float32Array(new Uint8Array(await readFile(voice.samplesFile)).buffer);
  expect(samples).toHaveLength(voice.sampleCount);
  const channels = Number(voice.sound.inputOptions[3]);
  const soundFrames = (await readFile(voice.sound.file)).length / 4 / channels;
  return { ...voice, samples, soundFrames };
}

/** In decibels. */
function levelOf(samples: Float32Array): number {
  return 10 * Math.log10(samples.reduce((sum, value) => sum + value * value, 0) / samples.length);
}

const words = syllables(16_000);
const wordsDb = levelOf(words);

describe('decodeVoice decodes all of a voice that changes its format', () => {
  test.each([
    [
      'mono, then stereo, in MP3',
      'a.mp3',
      ['-ar', '44100', '-ac', '1'],
      ['-ar', '44100', '-ac', '2'],
      44_100,
    ],
    ['24 kHz, then 44.1 kHz, in MP3', 'a.mp3', ['-ar', '24000'], ['-ar', '44100'], 24_000],
    [
      'stereo, then mono, in ADTS',
      'a.aac',
      ['-ar', '48000', '-ac', '2'],
      ['-ar', '48000', '-ac', '1'],
      48_000,
    ],
    ['8 kHz, then 16 kHz, in FLAC', 'a.flac', ['-ar', '8000'], ['-ar', '16000'], 8000],
    ['mono, then stereo, in WAV', 'a.wav', ['-ac', '1'], ['-ac', '2'], 16_000],
    ['Vorbis, then Opus, in Ogg', 'a.ogg', ['-c:a', 'libvorbis'], ['-c:a', 'libopus'], 16_000],
  ])('%s', async (_, name, first, second, rateHz) => {
    const both = Buffer.concat([await encodedVoice(name, first), await encodedVoice(name, second)]);
    const voice = await decoded(both);
    expect(voice.durationSeconds).toBeGreaterThan(1.99);
    expect(voice.durationSeconds).toBeLessThan(2.25);
    expect(voice.soundFrames / rateHz).toBeCloseTo(voice.durationSeconds, 6);
    expect(voice.sampleCount).toBe(Math.ceil((voice.soundFrames * 16_000) / rateHz));
    const half = voice.samples.length / 2;
    // The second half speaks as loud as the first.
    expect(levelOf(voice.samples.slice(half)) - levelOf(voice.samples.slice(0, half))).toBeCloseTo(0, -1);
  });
});

describe('decodeVoice decodes all of joined files', () => {
  test.each([
    ['webm', ['-c:a', 'libopus']],
    ['mka', ['-c:a', 'libvorbis']],
    ['ogg', ['-c:a', 'libvorbis']],
    ['opus', ['-c:a', 'libopus']],
    ['wav', []],
    ['m4a', ['-c:a', 'aac']],
    ['flac', []],
    ['aiff', []],
  ])('three of %s', async (ending, options) => {
    const one = await encodedVoice(`a.${ending}`, options);
    const { durationSeconds: seconds } = await decoded(one);
    const three = await decoded(Buffer.concat([one, one, one]));
    expect(three.durationSeconds).toBeCloseTo(3 * seconds, 2);
  });

  test('more than a hundred are refused by name', async () => {
    const one = waveFile(words.slice(0, 160));
    await expect(decoded(Buffer.concat(Array<Buffer>(101).fill(one)))).rejects.toMatchObject({
      code: 'voice_unreadable',
      message: 'The voice is more than 100 WAV files joined. Join their samples in one file.',
    });
  });
});

describe('decodeVoice decodes all of a WAV whose header gives another size', () => {
  test.each([
    ['a quarter', (size: number) => size / 4],
    ['a hundredth', (size: number) => Math.floor(size / 100)],
    ['nothing', () => 0],
    ['as much as fits', () => 0xffff_ffff],
  ])('%s', async (_, sizeFrom) => {
    const wave = waveFile(words);
    wave.writeUInt32LE(sizeFrom(wave.length - 44), 40);
    expect((await decoded(wave)).samples).toEqual(words);
  });

  test('but a chunk of metadata behind the sound is not played', async () => {
    const list = Buffer.concat([Buffer.from('LIST\x10\x08\0\0', 'latin1'), Buffer.alloc(2064, 'x')]);
    expect((await decoded(Buffer.concat([waveFile(words), list]))).samples).toEqual(words);
  });
});

describe('decodeVoice makes any number of channels as loud as one', () => {
  function interleaved(channels: number, weight: (channel: number) => number): Buffer {
    const samples = new Float32Array(words.length * channels);
    for (let at = 0; at < samples.length; at++) {
      samples[at] = (words[Math.floor(at / channels)] ?? 0) * weight(at % channels);
    }
    const wave = waveFile(samples);
    wave.writeUInt16LE(channels, 22);
    wave.writeUInt32LE(16_000 * 4 * channels, 28);
    wave.writeUInt16LE(4 * channels, 32);
    return wave;
  }

  test.each([
    ['mono', 1, () => 1],
    ['the same in 6', 6, () => 1],
    ['the same in 8', 8, () => 1],
    ['the same in 9', 9, () => 1],
    ['the same in 10', 10, () => 1],
    ['the same in 60', 60, () => 1],
    ['only in the third of 6', 6, (i: number) => (i === 2 ? 1 : 0)],
    ['alternating signs in 4', 4, (i: number) => (i % 2 === 0 ? 1 : -1)],
    ['one side inverted', 2, (i: number) => (i === 0 ? 1 : -1)],
    ['one side inverted and a little quieter', 2, (i: number) => (i === 0 ? 1 : -0.9)],
  ])('%s', async (_, channels, weight) => {
    const voice = await decoded(interleaved(channels, weight));
    expect(levelOf(voice.samples)).toBeCloseTo(wordsDb, 1);
    expect(voice.sound.inputOptions).toEqual(['-f', 'f32le', '-ac', '1', '-ar', '16000']);
    expect(voice.soundFrames).toBe(16_000);
  });
});

describe('decodeVoice chooses a track', () => {
  async function film(name: string, ...tracks: readonly string[]): Promise<Buffer> {
    const file = path.join(await temporaryFolder(), name);
    await ffmpegOutput(
      ...tracks.flatMap((track) => ['-f', 'lavfi', '-i', track]),
      ...tracks.flatMap((_, i) => ['-map', String(i)]),
      ...['-c:a', 'pcm_s16le', file],
    );
    return readFile(file);
  }
  const silent = 'anullsrc=r=16000:cl=mono:d=1';
  const sounding = 'sine=440:r=16000:d=2';

  test.each(['film.mov', 'film.mkv'])(
    'the one with sound is taken where the first is silent: %s',
    async (name) => {
      const voice = await decoded(await film(name, silent, sounding));
      expect(voice.durationSeconds).toBeCloseTo(2, 2);
      expect(levelOf(voice.samples)).toBeCloseTo(-21.1, 0);
    },
  );

  test('the first is taken where all are silent', async () => {
    expect(
      (await decoded(await film('film.mkv', silent, `${silent},atrim=0:0.5`))).durationSeconds,
    ).toBeCloseTo(1, 2);
  });

  test.each([
    ['film.mov', 'sowt', 'apac'],
    ['film.mkv', 'A_PCM/INT/LIT', 'A_UNKNOWN/LIT'],
  ])(
    'the one that can be decoded is taken where the codec of the first is unknown: %s',
    async (name, codec, other) => {
      const bytes = await film(name, 'sine=880:r=16000:d=1', sounding);
      bytes.write(other, bytes.indexOf(codec), 'latin1');
      expect((await decoded(bytes)).durationSeconds).toBeCloseTo(2, 2);
    },
  );
});

describe('decodeVoice raises quiet speech for the network only', () => {
  const quieter = (db: number) => words.map((value) => value * 10 ** (db / 20));

  test('speech of a usual level passes as it is', async () => {
    for (const db of [0, -15]) expect((await decoded(waveFile(quieter(db)))).samples).toEqual(quieter(db));
  });

  test.each([-35, -45, -55])('by %i dB', async (db) => {
    const voice = await decoded(waveFile(quieter(db)));
    expect(Math.max(...voice.loudness)).toBeCloseTo(10 ** (-34 / 20), 2);
    const heard = new Float32Array(new Uint8Array(await readFile(voice.sound.file)).buffer);
    expect(heard).toEqual(quieter(db));
  });

  test('after a louder passage', async () => {
    const long = syllables(64_000);
    const { samples } = await decoded(
      waveFile(
        concatenate(
          long,
          long.map((value) => value / 100),
        ),
      ),
    );
    expect(samples.slice(0, 63_000)).toEqual(long.slice(0, 63_000));
    expect(levelOf(samples.slice(70_000)) - levelOf(long)).toBeGreaterThan(-26);
  });
});
