import { afterAll, beforeAll, expect, test } from 'vitest';
import { smallPortrait } from '../../test/fixtures/bundled-portraits.js';
import { ovalPortrait } from '../../test/fixtures/oval-portrait.js';
import { psnr } from '../../test/fixtures/image-error.js';
import { rendered } from '../../test/fixtures/rendered.js';
import { syllables } from '../../test/fixtures/signals.js';
import { temporaryFolder } from '../../test/fixtures/temporary-folder.js';
import { tinyModel } from '../../test/fixtures/tiny-model.js';
import { Wav2LipEngine } from './inference/engine.js';

const side = 192;
const everywhere = () => true;

let engine: Wav2LipEngine;

beforeAll(async () => {
  engine = await Wav2LipEngine.load(tinyModel().graphs, { threads: 1 });
});
afterAll(() => engine.close());

async function stackedVideo(more: Partial<Parameters<typeof rendered>[2]> = {}) {
  const { bytes, face, rgb, alpha } = await ovalPortrait(side);
  const form = { background: 'transparent' };
  const samples = syllables(28_000);
  const made = await rendered(engine, await temporaryFolder(), { bytes, face, form, samples, ...more });
  const half = 3 * side * side;
  const halves = made.frames.map((frame) => ({
    color: frame.subarray(0, half),
    alpha: frame.subarray(half),
  }));
  return { result: made.result, halves, rgb, alpha };
}

test('a stacked video has the color of the portrait above, and its alpha below', async () => {
  const { result, halves, rgb, alpha } = await stackedVideo();
  expect(result).toMatchObject({ width: side, height: 2 * side, frames: 44, durationSeconds: 44 / 25 });
  for (const frame of halves) expect(psnr(frame.alpha, alpha, side, everywhere)).toBeGreaterThan(40);
  const isOpaque = (x: number, y: number) => alpha[3 * (y * side + x)] === 255 && y < side / 3;
  const color = halves[0]?.color ?? Buffer.alloc(0);
  expect(psnr(color, rgb, side, isOpaque)).toBeGreaterThan(30);
});

test('the colors of a stacked video continue beyond its edge', async () => {
  const { halves, alpha } = await stackedVideo();
  const color = halves[0]?.color ?? Buffer.alloc(0);
  const green = Array.from({ length: side * side }, (_, pixel) => pixel).filter((pixel) => {
    const [r = 0, g = 0, b = 0] = color.subarray(3 * pixel, 3 * pixel + 3);
    return alpha[3 * pixel] === 0 && g > r + 60 && g > b + 60;
  });
  expect(green).toHaveLength(0);
});

test('alpha moves with the head, and returns', async () => {
  const motion = { blink: 1, head: 1, breath: 1 };
  const { halves, alpha } = await stackedVideo({ motion, seed: 'one' });
  const likeness = halves.map((frame) => psnr(frame.alpha, alpha, side, everywhere));
  expect(likeness[0]).toBeGreaterThan(40);
  expect(likeness.at(-1)).toBeGreaterThan(40);
  expect(Math.min(...likeness)).toBeLessThan(32);
});

test('a transparent video of an opaque portrait is rejected', async () => {
  const { bytes, face } = await smallPortrait('alice', side);
  await expect(stackedVideo({ bytes, face })).rejects.toMatchObject({
    code: 'portrait_opaque',
    details: { background: 'transparent' },
  });
});
