import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { smallPortrait } from '../../../test/fixtures/bundled-portraits.js';
import { outside, psnr } from '../../../test/fixtures/image-error.js';
import { rendered } from '../../../test/fixtures/rendered.js';
import { syllables } from '../../../test/fixtures/signals.js';
import { temporaryFolder } from '../../../test/fixtures/temporary-folder.js';
import { tinyModel } from '../../../test/fixtures/tiny-model.js';
import { Wav2LipEngine } from '../inference/engine.js';

const side = 192;
const alive = { blink: 1, head: 1, breath: 1 };
const still = { blink: 0, head: 0, breath: 0 };

let engine: Wav2LipEngine;
let alice: Awaited<ReturnType<typeof smallPortrait>>;

beforeAll(async () => {
  engine = await Wav2LipEngine.load(tinyModel().graphs, { threads: 1 });
  alice = await smallPortrait('alice', side);
});
afterAll(() => engine.close());

async function video(more: Partial<Parameters<typeof rendered>[2]> = {}) {
  const samples = syllables(28_000);
  const made = await rendered(engine, await temporaryFolder(), { ...alice, samples, ...more });
  return { ...made, bytes: await readFile(made.result.file) };
}

test('a render without motion and one that stands still are the same file', async () => {
  const [plain, standing] = [await video(), await video({ motion: still, seed: 'x' })];
  expect(Buffer.compare(plain.bytes, standing.bytes)).toBe(0);
});

test('a moving portrait starts and ends in its own pose, and only its seed changes a byte', async () => {
  const [first, second] = [
    await video({ motion: alive, seed: 'one' }),
    await video({ motion: alive, seed: 'one' }),
  ];
  expect(Buffer.compare(first.bytes, second.bytes)).toBe(0);
  const other = await video({ motion: alive, seed: 'two' });
  expect(Buffer.compare(first.bytes, other.bytes)).not.toBe(0);
  expect(first.result).toMatchObject({ width: side, height: side, frames: 44, durationSeconds: 44 / 25 });
  const likeness = first.frames.map((frame) =>
    psnr(frame, first.picture.rgb, side, outside(first.portrait.patch)),
  );
  expect(likeness[0]).toBeGreaterThan(34);
  expect(likeness.at(-1)).toBeGreaterThan(34);
  expect(Math.min(...likeness)).toBeLessThan((likeness[0] ?? 0) - 3);
});

test('one thread and four give the same file', async () => {
  const one = await video({ motion: alive, seed: 'one', threads: 1 });
  const four = await video({ motion: alive, seed: 'one', threads: 4 });
  expect(Buffer.compare(one.bytes, four.bytes)).toBe(0);
});
