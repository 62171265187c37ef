import { mkdir, readdir } from 'node:fs/promises';
import path from 'node:path';
import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import { RenderError } from '../../../errors/render-error.js';
import { bundledFace, croppedPortrait } from '../../../test/fixtures/bundled-portraits.js';
import { mutateFile } from '../../../test/fixtures/mutated-file.js';
import { randomNumbers } from '../../../test/fixtures/random.js';
import { realExaminer } from '../../../test/fixtures/small-networks.js';
import { temporaryFolder } from '../../../test/fixtures/temporary-folder.js';
import { loadPortrait } from './load-portrait.js';

/* 300 damaged files, made from a seed: each is a portrait or refused by name. */

const side = 96;
const formats = ['png', 'jpeg', 'webp'] as const;
const codes = ['portrait_unreadable', 'portrait_too_large', 'face_not_found', 'faces_several'];

async function fileOf(format: (typeof formats)[number]): Promise<Buffer> {
  const { box } = await bundledFace('alice');
  const size = Math.round(1.4 * box.height);
  const crop = { x: box.x - 70, y: box.y - 60, width: size, height: size };
  return croppedPortrait('alice', crop).resize(side, side).toFormat(format).toBuffer();
}

/** A portrait, or the code of the error. */
async function resultOf(bytes: Buffer, cache: string, isDetected: boolean): Promise<string> {
  const box = { x: 20, y: 20, width: 50, height: 56 };
  const face = {
    box,
    mouth: [
      [30, 60],
      [60, 60],
      [45, 74],
    ] as [number, number][],
  };
  const settings = {
    CACHE_DIR: cache,
    PORTRAIT_MAX_PIXELS: 250_000,
    PORTRAIT_BACKGROUND: '#ffffff',
    VIDEO_MAX_SIDE: 512,
  };
  const avatar = { id: 'mutated', bytes };
  return loadPortrait(isDetected ? avatar : { ...avatar, face }, settings, realExaminer).then(
    ({ tensors }) =>
      tensors.crop.every((value) => value >= 0 && value <= 1) ? 'portrait' : 'crop out of range',
    (error: unknown) => (error instanceof RenderError ? error.code : `not a RenderError: ${String(error)}`),
  );
}

describe.each(formats)('loadPortrait with 100 damaged files of the format %s', (format) => {
  test(
    'makes a portrait or refuses it by name, and leaves only the cache',
    { timeout: 120_000 },
    async () => {
      const random = randomNumbers(formats.indexOf(format) + 1);
      const whole = await fileOf(format);
      const cache = path.join(await temporaryFolder(), 'cache');
      await mkdir(cache);
      const outcomes = new Map<string, number>();
      for (let i = 0; i < 100; i++) {
        // The face is known for most, because this is about files; some are searched for one as well.
        const outcome = await resultOf(mutateFile(whole, format, random), cache, i % 50 === 0);
        outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
      }
      expect(
        [...outcomes.keys()].filter((outcome) => outcome !== 'portrait' && !codes.includes(outcome)),
      ).toEqual([]);
      expect(outcomes.get('portrait_unreadable')).toBeGreaterThan(10);
      expect((await readdir(cache)).filter((name) => name !== 'faces-4')).toEqual([]);
    },
  );
});

test('the damaged files differ from the whole one', async () => {
  const whole = await fileOf('png');
  const random = randomNumbers(9);
  const files = Array.from({ length: 20 }, () => mutateFile(whole, 'png', random));
  expect(files.every((file) => !file.equals(whole))).toBe(true);
  expect((await sharp(whole).metadata()).width).toBe(side);
});
