import { cp, rename } from 'node:fs/promises';
import path from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import {
  inWindow,
  noiseFace,
  noiseMels,
  referenceMouths,
  portraitOf,
} from '../../../test/fixtures/reference-network.js';
import { temporaryFolder } from '../../../test/fixtures/temporary-folder.js';
import { tinyModel } from '../../../test/fixtures/tiny-model.js';
import { mouthWindow } from '../face/face-geometry.js';
import { Wav2LipSession } from './session.js';

/** `[y, x]` in the 96×96 face, and PyTorch's values there for frames 0 and 2, channels B, G, R. */
// oxfmt-ignore
const places = [[52, 14], [57, 22], [60, 30], [66, 75], [70, 48], [75, 40], [81, 67], [88, 33], [95, 81], [93, 50]];
// oxfmt-ignore
const reference = [
  { frame: 0, channel: 0, values: [139.555, 112.761, 108.742, 112.057, 83.278, 91.238, 120.266, 111.248, 111.162, 115.646] },
  { frame: 0, channel: 1, values: [181.206, 221.266, 182.888, 137.129, 155.973, 114.29, 148.638, 131.919, 131.938, 127.58] },
  { frame: 0, channel: 2, values: [190.227, 190.974, 189.533, 162.544, 146.091, 125.157, 169.094, 158.059, 158.064, 157.093] },
  { frame: 2, channel: 0, values: [131.698, 122.934, 110.677, 103.008, 74.734, 72.403, 123.239, 111.212, 111.169, 116.043] },
  { frame: 2, channel: 1, values: [165.854, 199.081, 165.329, 133.983, 136.953, 101.636, 153.981, 135.984, 131.771, 131.662] },
  { frame: 2, channel: 2, values: [180.665, 186.134, 178.733, 151.565, 122.49, 94.821, 172.569, 158.082, 157.959, 159.729] },
];

const frames = 3;
const mel = noiseMels(frames);
let session: Wav2LipSession;
let expected: Float32Array;

beforeAll(async () => {
  session = await Wav2LipSession.load(tinyModel().graphs, { threads: 1 });
  expected = await referenceMouths(tinyModel().graphs, mel, noiseFace());
});

function expectedAt(frame: number, channel: number, y: number, x: number): number {
  return expected[((frame * 3 + channel) * 96 + y) * 96 + x] ?? NaN;
}

/** Calls `check` with every pixel of the mouth window. */
function forEachPixel(check: (frame: number, channel: number, y: number, x: number) => void): void {
  const { rows, columns } = mouthWindow;
  for (let frame = 0; frame < frames; frame++)
    for (let channel = 0; channel < 3; channel++)
      for (let y = rows.from; y < rows.to; y++)
        for (let x = columns.from; x < columns.to; x++) check(frame, channel, y, x);
}

test('the test network reacts to the voice, without which the comparisons would prove nothing', () => {
  let min = 255;
  let max = 0;
  let change = 0;
  forEachPixel((frame, channel, y, x) => {
    const value = expectedAt(frame, channel, y, x);
    min = Math.min(min, value);
    max = Math.max(max, value);
    if (frame > 0) change = Math.max(change, Math.abs(value - expectedAt(0, channel, y, x)));
  });
  expect(max - min).toBeGreaterThan(100);
  expect(change).toBeGreaterThan(20);
});

test.each(reference)(
  'frame $frame, channel $channel equals the output of PyTorch',
  async ({ frame, channel, values }) => {
    await session.setPortrait(portraitOf(noiseFace()));
    const { drawn } = await session.drawMouths(mel);
    for (const [i, [y = 0, x = 0]] of places.entries()) {
      const fromPyTorch = values[i] ?? NaN;
      expect(expectedAt(frame, channel, y, x)).toBeCloseTo(fromPyTorch, 1);
      // Rounded to integers, so at most half a step away.
      const found = drawn[inWindow(frame, channel, y, x)] ?? NaN;
      expect(Math.abs(found - fromPyTorch), `y ${String(y)}, x ${String(x)}`).toBeLessThan(0.55);
    }
  },
);

test('the cropped computation gives every pixel of the mouth window as the reference graph does', async () => {
  await session.setPortrait(portraitOf(noiseFace()));
  const { drawn } = await session.drawMouths(mel);
  let maxDifference = 0;
  let pixels = 0;
  forEachPixel((frame, channel, y, x) => {
    const found = drawn[inWindow(frame, channel, y, x)] ?? NaN;
    maxDifference = Math.max(maxDifference, Math.abs(found - expectedAt(frame, channel, y, x)));
    pixels++;
  });
  expect(pixels).toBe(3 * 3 * 44 * 68);
  expect(maxDifference).toBeLessThan(0.51);
});

test('a frame is the same alone and in a batch', async () => {
  await session.setPortrait(portraitOf(noiseFace()));
  const { drawn: together } = await session.drawMouths(mel);
  const size = together.length / frames;
  for (let frame = 0; frame < frames; frame++) {
    const { drawn: alone } = await session.drawMouths(mel.slice(frame * 1280, (frame + 1) * 1280));
    const difference = alone.map((value, i) => Math.abs(value - (together[frame * size + i] ?? NaN)));
    expect(Math.max(...difference)).toBeLessThanOrEqual(1);
  }
});

test('the tone changes the drawn colors', async () => {
  const gray = [0.114, 0.587, 0.299];
  const tone = { matrix: Float32Array.from([...gray, ...gray, ...gray]), offset: new Float32Array(3) };
  await session.setPortrait({ ...portraitOf(noiseFace()), tone });
  const { drawn } = await session.drawMouths(mel.slice(0, 1280));
  let maxDifference = 0;
  forEachPixel((frame, channel, y, x) => {
    if (frame > 0) return;
    const luma = gray.reduce((sum, weight, of) => sum + weight * expectedAt(0, of, y, x), 0);
    const found = drawn[inWindow(0, channel, y, x)] ?? NaN;
    maxDifference = Math.max(maxDifference, Math.abs(found - luma));
  });
  expect(maxDifference).toBeLessThan(0.51);
});

test('drawMouths draws mouths of the portrait that was set last', async () => {
  const [first, second] = [portraitOf(noiseFace(12)), portraitOf(noiseFace(99))];
  await session.setPortrait(first);
  const before = await session.drawMouths(mel);
  await session.setPortrait(second);
  const { drawn: other } = await session.drawMouths(mel);
  await session.setPortrait(first);
  expect(await session.drawMouths(mel)).toEqual(before);
  expect(Math.max(...other.map((value, i) => Math.abs(value - (before.drawn[i] ?? 0))))).toBeGreaterThan(20);
});

test('setPortrait loads the portrait graph again after a load that failed', async () => {
  const folder = await temporaryFolder();
  await cp(tinyModel().graphs, folder, { recursive: true });
  const [graph, moved] = [path.join(folder, 'portrait.onnx'), path.join(folder, 'moved.onnx')];
  const fresh = await Wav2LipSession.load(folder, { threads: 1 });
  await rename(graph, moved);
  await expect(fresh.setPortrait(portraitOf(noiseFace()))).rejects.toThrow(/portrait\.onnx/);
  await rename(moved, graph);
  await fresh.setPortrait(portraitOf(noiseFace()));
  expect((await fresh.drawMouths(mel)).drawn).toHaveLength(frames * 44 * 68 * 3);
});

test('drawMouths rejects before a portrait was set', async () => {
  const fresh = await Wav2LipSession.load(tinyModel().graphs, { threads: 1 });
  await expect(fresh.drawMouths(mel)).rejects.toThrow('no portrait was set');
});
