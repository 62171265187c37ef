import { readdir } from 'node:fs/promises';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { inside, outside, psnr } from '../../test/fixtures/image-error.js';
import { decodedSound } from '../../test/fixtures/media.js';
import { centeredFace, paintedPicture, pngOf } from '../../test/fixtures/pictures.js';
import { rendered } from '../../test/fixtures/rendered.js';
import { syllables, tone } from '../../test/fixtures/signals.js';
import { realExaminer } from '../../test/fixtures/small-networks.js';
import { concatenate } from './numeric/concatenate.js';
import { temporaryFolder } from '../../test/fixtures/temporary-folder.js';
import { tinyModel } from '../../test/fixtures/tiny-model.js';
import { readSettings } from '../../config/settings.js';
import type { Picture } from './picture/decode-picture.js';
import { loadPortrait } from './portrait/load-portrait.js';
import { Wav2LipEngine } from './inference/engine.js';

let engine: Wav2LipEngine;
let scratch: string;

beforeAll(async () => {
  engine = await Wav2LipEngine.load(tinyModel().graphs, { threads: 1 });
});
afterAll(() => engine.close());
beforeEach(async () => {
  scratch = await temporaryFolder();
});

function changed(frame: Uint8Array, picture: Picture, patch: Parameters<typeof inside>[0]): number {
  return psnr(frame, picture.rgb, picture.width, inside(patch));
}

test('render scales down a portrait that is larger than the video, with its mouth in place', async () => {
  const bytes = await pngOf(paintedPicture(512, 640));
  const samples = syllables(8000);
  const { result, frames, picture, portrait } = await rendered(engine, scratch, {
    bytes,
    samples,
    maxSide: 320,
  });
  expect(result).toMatchObject({ width: 256, height: 320, frames: 13 });
  expect([picture.width, picture.height]).toEqual([256, 320]);
  for (const frame of frames) {
    expect(psnr(frame, picture.rgb, 256, outside(portrait.patch))).toBeGreaterThan(38);
    expect(changed(frame, picture, portrait.patch)).toBeLessThan(25);
  }
});

test('loadPortrait detects the face again if the stored one lies outside the picture', async () => {
  const settings = { ...readSettings({}), CACHE_DIR: scratch };
  const bytes = await pngOf(paintedPicture(64, 64));
  const face = centeredFace({ width: 512, height: 512 });
  await expect(loadPortrait({ id: 'x', bytes, face }, settings, realExaminer)).rejects.toMatchObject({
    code: 'face_not_found',
  });
});

test('the mouth rests while the voice is silent', async () => {
  const bytes = await pngOf(paintedPicture(256, 256));
  const samples = concatenate(tone(0.6, 300), tone(0.8, 300, 0), tone(0.4, 300));
  const { frames, picture, portrait } = await rendered(engine, scratch, { bytes, samples, rests: 'on' });
  expect(frames).toHaveLength(45);
  const error = frames.map((frame) => changed(frame, picture, portrait.patch));
  for (const spoken of [2, 8, 38, 42]) expect(error[spoken]).toBeLessThan(25);
  // From 0.12 s after the voice ends until 0.12 s before it begins again.
  for (let rest = 18; rest < 32; rest++) expect(error[rest]).toBeGreaterThan(36);
  expect(error[15]).toBeLessThan(25);
});

test('the mouth also moves in silence with REST_IN_SILENCE=off', async () => {
  const bytes = await pngOf(paintedPicture(256, 256));
  const samples = concatenate(tone(0.6, 300), tone(0.8, 300, 0));
  const { frames, picture, portrait } = await rendered(engine, scratch, { bytes, samples });
  for (const frame of frames.slice(20)) expect(changed(frame, picture, portrait.patch)).toBeLessThan(25);
});

test('a render reports its progress stage by stage and frame by frame', async () => {
  const bytes = await pngOf(paintedPicture(128, 128));
  const { progress, result } = await rendered(engine, scratch, { bytes, samples: tone(1, 300) });
  expect(progress.slice(0, 2)).toEqual([
    { stage: 'voice', framesDone: 0, frames: undefined },
    { stage: 'portrait', framesDone: 0, frames: 25 },
  ]);
  expect(progress.slice(2, -1)).toEqual(
    Array.from({ length: 25 }, (_, i) => ({ stage: 'wav2lip', framesDone: i + 1, frames: 25 })),
  );
  expect(progress.at(-1)).toEqual({ stage: 'video', framesDone: 25, frames: 25 });
  const { total, voice, portrait, wav2lip, video } = result.seconds;
  for (const stage of [voice, wav2lip, video]) expect(stage).toBeGreaterThan(0);
  // The portrait is prepared while the voice loads, so it may take no extra time.
  expect(portrait).toBeGreaterThanOrEqual(0);
  // In milliseconds: sums of decimal fractions are not exact.
  const sumMs = [voice, portrait, wav2lip, video].reduce((sum, stage) => sum + Math.round(1000 * stage), 0);
  expect(sumMs).toBeLessThanOrEqual(Math.round(1000 * total));
  expect(voice + portrait + wav2lip + video).toBeGreaterThan(0.95 * total);
});

test('a voice with NaN samples keeps its sound', async () => {
  const samples = tone(1, 300);
  samples.fill(NaN, 4000, 4400);
  samples[9000] = Infinity;
  const { result } = await rendered(engine, scratch, {
    bytes: await pngOf(paintedPicture(128, 128)),
    samples,
  });
  const sound = await decodedSound(result.file, 16_000);
  expect(sound.length).toBeGreaterThan(15_900);
  expect(sound.every((sample) => Number.isFinite(sample))).toBe(true);
  const level = (from: number) => Math.hypot(...sound.slice(from, from + 320)) / Math.sqrt(320);
  expect(level(12_000)).toBeGreaterThan(0.15);
});

test('render writes all its files to the scratch folder', async () => {
  await rendered(engine, scratch, { bytes: await pngOf(paintedPicture(128, 128)), samples: tone(0.2, 300) });
  expect((await readdir(scratch)).sort()).toEqual([
    'picture.yuv',
    'source.wav',
    'video.mp4',
    'voice',
    'voice.f32',
    'voice.sound.f32',
  ]);
});
