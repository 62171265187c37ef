import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { ffmpeg, ffmpegOutput } from '../../../../test/fixtures/media.js';
import { chirp, tone } from '../../../../test/fixtures/signals.js';
import { concatenate } from '../../numeric/concatenate.js';
import { temporaryFolder } from '../../../../test/fixtures/temporary-folder.js';
import { waveFile } from '../../../../test/fixtures/wave-file.js';
import { decodeVoice, type DecodedVoice } from './decode.js';

const limits = { minSeconds: 0.05, maxSeconds: 60 };
const never = new AbortController().signal;

async function decoded(file: string): Promise<DecodedVoice & { samples: Float32Array }> {
  const voice = await decodeVoice(
    file,
    { samples: `${file}.f32`, sound: `${file}.sound` },
    { ffmpeg: await ffmpeg(), limits, signal: never },
  );
  const bytes = await readFile(voice.samplesFile);
  return { ...voice, samples: new Float32Array(new Uint8Array(bytes).buffer) };
}

/** A voice as WAV, and another file that ffmpeg makes of it with these options. */
async function converted(
  samples: Float32Array,
  name: string,
  ...options: readonly string[]
): Promise<string> {
  const folder = await temporaryFolder();
  await writeFile(path.join(folder, 'source.wav'), waveFile(samples));
  await ffmpegOutput('-i', path.join(folder, 'source.wav'), ...options, path.join(folder, name));
  return path.join(folder, name);
}

function maxDifference(a: Float32Array, b: Float32Array): number {
  return a.reduce((largest, value, i) => Math.max(largest, Math.abs(value - (b[i] ?? NaN))), 0);
}

test('decodeVoice keeps float32, mono, 16 kHz unchanged', async () => {
  const file = path.join(await temporaryFolder(), 'voice');
  await writeFile(file, waveFile(chirp()));
  const voice = await decoded(file);
  expect(voice.samples).toEqual(chirp());
  expect(voice).toMatchObject({ sampleCount: 12_000, durationSeconds: 0.75 });
  expect(voice.loudness).toHaveLength(75);
});

describe('decodeVoice keeps the samples of WAV within one step', () => {
  test.each([
    ['pcm_u8', 1 / 128],
    ['pcm_s16le', 1 / 32_768],
    ['pcm_s24le', 1 / 2 ** 23],
    ['pcm_s32le', 1 / 2 ** 24],
    ['pcm_f32le', 0],
    ['pcm_f64le', 0],
  ])('for %s', async (codec, step) => {
    const voice = await decoded(await converted(chirp(), 'voice.wav', '-c:a', codec));
    expect(voice.sampleCount).toBe(12_000);
    expect(maxDifference(voice.samples, chirp())).toBeLessThanOrEqual(step);
  });
});

describe('decodeVoice keeps time and loudness of other formats', () => {
  test.each([
    ['voice.mp3', ['-c:a', 'libmp3lame', '-b:a', '64k']],
    ['voice.ogg', ['-c:a', 'libvorbis']],
    ['voice.opus', ['-c:a', 'libopus']],
    ['voice.m4a', ['-c:a', 'aac', '-b:a', '64k']],
    ['voice.aac', ['-c:a', 'aac', '-b:a', '64k']],
    ['voice.flac', ['-c:a', 'flac']],
    ['voice.webm', ['-c:a', 'libopus']],
    ['voice.mka', ['-c:a', 'libvorbis']],
    ['voice.aiff', []],
    ['voice.caf', []],
    ['voice.au', []],
  ])('for %s', async (name, options) => {
    // Half a second of silence, then as much of a tone.
    const source = concatenate(tone(0.5, 440, 0), tone(0.5, 440, 0.5));
    const { loudness, durationSeconds } = await decoded(await converted(source, name, ...options));
    expect(durationSeconds).toBeGreaterThan(0.99);
    expect(durationSeconds).toBeLessThan(1.15);
    expect(loudness.slice(5, 40).every((level) => level < 0.02)).toBe(true);
    const spoken = loudness.slice(60, 90);
    expect(spoken.every((level) => Math.abs(level - 0.5 / Math.SQRT2) < 0.03)).toBe(true);
  });
});

test('decodeVoice averages stereo and resamples any rate to 16 kHz', async () => {
  const file = await converted(
    tone(1, 440, 0.5),
    'voice.wav',
    ...['-af', 'pan=stereo|c0=c0|c1=0*c0', '-ar', '44100', '-c:a', 'pcm_f32le'],
  );
  const voice = await decoded(file);
  expect(voice.sampleCount).toBe(16_000);
  expect(
    maxDifference(voice.samples.slice(1000, 15_000), tone(1, 440, 0.25).slice(1000, 15_000)),
  ).toBeLessThan(0.002);
});

test('decodeVoice uses the first audio track of a film', async () => {
  const folder = await temporaryFolder();
  const sine = (hz: number) => ['-f', 'lavfi', '-i', `sine=${String(hz)}:d=1`];
  const tracks = ['-map', '0:v', '-map', '1:a', '-map', '2:a', '-c:v', 'libx264', '-c:a', 'aac'];
  const film = path.join(folder, 'film.mp4');
  await ffmpegOutput('-f', 'lavfi', '-i', 'color=s=64x64:d=1', ...sine(500), ...sine(2000), ...tracks, film);
  const { samples } = await decoded(film);
  const crossings = samples
    .slice(2000, 10_000)
    .filter((value, i, all) => value < 0 !== (all[i - 1] ?? 0) < 0);
  // Two for each period of 500 Hz in half a second.
  expect(Math.abs(crossings.length - 500)).toBeLessThan(5);
});

describe('decodeVoice fills missing sound with silence, as a player does', () => {
  const film = ['-f', 'lavfi', '-i', 'color=s=64x64:d=1.5'];
  const tracks = ['-map', '1:v', '-map', '0:a', '-c:v', 'libx264', '-c:a', 'pcm_s16le'];
  test.each([
    ['if the sound starts later than the film', [...film, ...tracks, '-af', 'asetpts=PTS+0.5/TB']],
    ['in a gap', ['-c:a', 'pcm_s16le', '-af', "asetpts='PTS+if(gte(T,0.256),0.5/TB,0)'"]],
  ])('%s', async (_, options) => {
    const { loudness, durationSeconds } = await decoded(await converted(tone(1), 'voice.mkv', ...options));
    expect(durationSeconds).toBeCloseTo(1.5, 2);
    const level = 0.5 / Math.SQRT2;
    expect(loudness.slice(30, 48).every((value) => value === 0)).toBe(true);
    expect(loudness.slice(80, 148).every((value) => Math.abs(value - level) < 0.03)).toBe(true);
  });
});

test('decodeVoice sets NaN samples to 0 and keeps the others', async () => {
  const source = chirp();
  for (const [at, value] of [
    [100, NaN],
    [101, Infinity],
    [5000, -Infinity],
    [11_999, NaN],
  ] as const) {
    source[at] = value;
  }
  const file = path.join(await temporaryFolder(), 'voice');
  await writeFile(file, waveFile(source));
  const voice = await decoded(file);
  expect(voice.samples).toEqual(source.map((value) => (Number.isFinite(value) ? value : 0)));
  expect(voice.loudness.every((level) => Number.isFinite(level))).toBe(true);
});
