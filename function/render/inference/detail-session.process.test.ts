import { beforeAll, describe, expect, test } from 'vitest';
import { noiseFace, noiseMels, windowPatch } from '../../../test/fixtures/reference-network.js';
import { tinyModel } from '../../../test/fixtures/tiny-model.js';
import type { PortraitTensors } from '../portrait/portrait-tensors.js';
import { Wav2LipSession } from './session.js';
import { detailTensors } from '../portrait/detail-tensors.js';

const frames = 3;
const mel = noiseMels(frames);
let session: Wav2LipSession;

beforeAll(async () => {
  session = await Wav2LipSession.load(tinyModel().graphs, { threads: 1, detail: true });
});

/** The window of the noise face as the patch, at three pixels for each of the network's. */
function portrait(mask: (index: number) => number = () => 1): PortraitTensors {
  const [width, height] = [3 * 68, 3 * 44];
  const whole = windowPatch(noiseFace());
  const basePatch = Float32Array.from({ length: 3 * width * height }, (_, index) =>
    Math.round(127 + 100 * Math.sin(index / 7) * Math.cos(index / (5 * width))),
  );
  const patch = { x: 3 * 14, y: 3 * 52, width, height };
  return {
    ...whole,
    width,
    height,
    basePatch,
    rowMatrix: new Float32Array(height * 47),
    columnMatrix: new Float32Array(74 * width),
    mask: Float32Array.from({ length: width * height }, (_, index) => mask(index)),
    detail: detailTensors(basePatch, patch, { x: 0, y: 0, width: 288, height: 288 }),
  };
}

function ownPixel({ basePatch, width, height }: PortraitTensors, byte: number): number {
  return basePatch[(byte % 3) * width * height + Math.floor(byte / 3)] ?? NaN;
}

describe('a session with detail', () => {
  test("shows exactly the portrait's own pixels at strength 0", async () => {
    const shown = portrait();
    await session.setPortrait(shown);
    const patch = await session.renderFrames(mel.slice(0, 1280), Float32Array.of(0));
    expect(patch.every((value, byte) => value === ownPixel(shown, byte))).toBe(true);
  });

  test('changes the mouth at strength 1, and nothing where the mask is 0', async () => {
    const shown = portrait((index) => (index % 204 < 60 ? 0 : 1));
    await session.setPortrait(shown);
    const patch = await session.renderFrames(mel.slice(0, 1280), Float32Array.of(1));
    let changed = 0;
    for (const [byte, value] of patch.entries()) {
      const difference = Math.abs(value - ownPixel(shown, byte));
      if (Math.floor(byte / 3) % 204 < 60) expect(difference).toBe(0);
      else if (difference > 20) changed++;
    }
    expect(changed).toBeGreaterThan(1000);
  });

  test('moves the frames of a batch as it moves each of them alone', async () => {
    await session.setPortrait(portrait());
    const together = await session.renderFrames(mel, Float32Array.of(0.5, 1, 1.7));
    const size = together.length / frames;
    for (const [frame, strength] of [0.5, 1, 1.7].entries()) {
      const own = mel.slice(frame * 1280, (frame + 1) * 1280);
      const alone = await session.renderFrames(own, Float32Array.of(strength));
      const difference = alone.map((value, i) => Math.abs(value - (together[frame * size + i] ?? NaN)));
      expect(Math.max(...difference)).toBeLessThanOrEqual(1);
    }
  });

  test('renders equal frames for equal mouths, to the bit', async () => {
    await session.setPortrait(portrait());
    const same = Float32Array.from([...mel.slice(0, 1280), ...mel.slice(0, 1280)]);
    const patches = await session.renderFrames(same, Float32Array.of(1, 1));
    const half = patches.length / 2;
    expect(Buffer.compare(patches.subarray(0, half), patches.subarray(half))).toBe(0);
  });

  test('gives a monochrome portrait no color', async () => {
    const shown = portrait();
    const gray = shown.basePatch.subarray(0, shown.width * shown.height);
    const basePatch = Float32Array.from([...gray, ...gray, ...gray]);
    const patch = { x: 3 * 14, y: 3 * 52, width: shown.width, height: shown.height };
    const luma = [0.114, 0.587, 0.299];
    await session.setPortrait({
      ...shown,
      basePatch,
      detail: detailTensors(basePatch, patch, { x: 0, y: 0, width: 288, height: 288 }),
      tone: { matrix: Float32Array.from([...luma, ...luma, ...luma]), offset: new Float32Array(3) },
    });
    const rendered = await session.renderFrames(mel.slice(0, 1280), Float32Array.of(1));
    let chroma = 0;
    for (let byte = 0; byte < rendered.length; byte += 3) {
      const [red = 0, green = 0, blue = 0] = rendered.subarray(byte, byte + 3);
      chroma = Math.max(chroma, Math.max(red, green, blue) - Math.min(red, green, blue));
    }
    // The color correction of the network is the same for gray, but for a little.
    expect(chroma).toBeLessThan(12);
  });
});
