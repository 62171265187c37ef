import sharp from 'sharp';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { outside, psnr } from '../../test/fixtures/image-error.js';
import { paintedPicture, pngOf } from '../../test/fixtures/pictures.js';
import { rendered } from '../../test/fixtures/rendered.js';
import { tone } from '../../test/fixtures/signals.js';
import { temporaryFolder } from '../../test/fixtures/temporary-folder.js';
import { tinyModel } from '../../test/fixtures/tiny-model.js';
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

describe('render changes only the mouth of a portrait', () => {
  const source = () => {
    const { rgb, width, height } = paintedPicture(256, 240);
    return sharp(rgb, { raw: { width, height, channels: 3 } });
  };

  test.each([
    ['of odd size', () => source().extract({ left: 0, top: 0, width: 251, height: 237 }).png(), 252, 238],
    [
      'with an EXIF rotation',
      () => source().withMetadata({ orientation: 6 }).jpeg({ quality: 95 }),
      240,
      256,
    ],
    ['with a transparent background', () => source().ensureAlpha(0.6).png(), 256, 240],
  ])('%s', async (_, portraitFile, width, height) => {
    const bytes = await portraitFile().toBuffer();
    const { result, frames, picture, portrait } = await rendered(engine, scratch, {
      bytes,
      samples: tone(0.4, 300),
    });
    expect(result).toMatchObject({ width, height, frames: 10 });
    for (const frame of frames) {
      expect(psnr(frame, picture.rgb, width, outside(portrait.patch))).toBeGreaterThan(38);
    }
  });
});

describe('render with a frame rate of', () => {
  test.each([
    [25, 1, 25],
    [30, 1, 30],
    [29.97, 1, 30],
    [12.5, 1, 13],
    [60, 0.5, 30],
    [25, 0.05, 2],
    [12.5, 0.05, 1],
    [1, 0.05, 1],
  ])('%d per second turns %d s of voice into %i frames', async (fps, seconds, count) => {
    const bytes = await pngOf(paintedPicture(128, 128));
    const { result, frames } = await rendered(engine, scratch, { bytes, samples: tone(seconds, 300), fps });
    expect(frames).toHaveLength(count);
    expect(result.durationSeconds).toBeCloseTo(count / fps, 2);
    expect(Math.abs(result.soundSeconds - seconds)).toBeLessThan(Math.max(1 / fps, 0.05));
  });
});
