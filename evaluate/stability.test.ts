import { beforeAll, describe, expect, test } from 'vitest';
import { preparePortrait, type Portrait } from '../function/render/portrait/portrait.js';
import { Wav2LipEngine } from '../function/render/inference/engine.js';
import { centeredFace, paintedPicture } from '../test/fixtures/pictures.js';
import { randomNumbers } from '../test/fixtures/random.js';
import { tinyModel } from '../test/fixtures/tiny-model.js';
import { withStage } from './stage.js';
import { measureStability, psnrInMask } from './stability.js';

describe('the signal to noise ratio', () => {
  const still = new Uint8Array(12).fill(100);

  test('counts only pixels inside the mask', () => {
    const drawn = Uint8Array.from([110, 110, 110, 90, 90, 90, 0, 0, 0, 255, 255, 255]);
    // Off by 10 everywhere: 20·log10(255 / 10).
    expect(psnrInMask(drawn, still, Float32Array.of(1, 0.6, 0.5, 0))).toBeCloseTo(28.1308, 4);
  });

  test('is infinite for equal pictures', () => {
    expect(psnrInMask(still, still, new Float32Array(4).fill(1))).toBe(Infinity);
  });
});

describe('the stability of a portrait', () => {
  let engine: Wav2LipEngine;
  let portrait: Portrait;

  beforeAll(async () => {
    engine = await Wav2LipEngine.load(tinyModel().graphs, { threads: 1 });
    const picture = paintedPicture(320, 320);
    portrait = await preparePortrait(picture, centeredFace(picture));
    await engine.setPortrait(portrait.tensors);
    return () => engine.close();
  });

  test('has no flicker between equal windows, and a low PSNR with random weights', async () => {
    const random = randomNumbers(3);
    const windows = [0, 1, 2].map(() => Float32Array.from({ length: 80 * 16 }, () => 8 * random() - 4));
    const { signal } = new AbortController();
    const { flicker, psnrDb } = await withStage(engine, portrait, signal, (stage) =>
      measureStability(engine, portrait, stage, windows),
    );
    expect(flicker).toBeLessThanOrEqual(1);
    expect(psnrDb).toBeGreaterThan(0);
    expect(psnrDb).toBeLessThan(30);
  });
});
