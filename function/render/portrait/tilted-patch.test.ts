import { describe, expect, test } from 'vitest';
import { inside, outside, psnr } from '../../../test/fixtures/image-error.js';
import { centeredFace, paintedPicture } from '../../../test/fixtures/pictures.js';
import { noiseMels } from '../../../test/fixtures/reference-network.js';
import { tiltedPicture, tiltedPortrait } from '../../../test/fixtures/tilted-portrait.js';
import { tinyModel } from '../../../test/fixtures/tiny-model.js';
import { Wav2LipSession } from '../inference/session.js';
import { cutPixels } from '../picture/cut-pixels.js';
import type { Picture } from '../picture/decode-picture.js';
import type { Point, TiltedBox } from '../picture/geometry.js';
import { preparePortrait, restPatch, shownPatch, type Portrait } from './portrait.js';
import { TiltedPatch } from './tilted-patch.js';
import { uprightFace } from './upright-face.js';

/** Fine stripes of a color on a smooth picture. */
function striped(picture: Picture): Picture {
  const rgb = Buffer.from(picture.rgb);
  for (let at = 1; at < rgb.length; at += 3)
    rgb[at] = 130 + Math.round(60 * Math.sin(((at / 3) % picture.width) / 1.2));
  return { ...picture, rgb };
}

/** The patch of the upright face, of which everything is visible. */
function wholePatch(picture: Picture) {
  const { width, height, rgb } = picture;
  const pixels = width * height;
  const basePatch = Float32Array.from(
    { length: 3 * pixels },
    (_, at) => rgb[3 * (at % pixels) + Math.floor(at / pixels)] ?? 0,
  );
  return { width, height, basePatch, mask: new Float32Array(pixels).fill(1) };
}

describe.each([35, -45, 180])('a patch tilted by %i°', (degrees) => {
  const picture = paintedPicture(160, 150);
  const box: TiltedBox = { center: [78.3, 70.9], width: 60, height: 70, degrees };
  const mouth: Point[] = [
    [70, 80],
    [86, 80],
    [78, 92],
  ];
  const patch = { x: 54, y: 56, width: 48, height: 38 };
  const upright = uprightFace(picture, mouth, box);
  const tilted = new TiltedPatch(picture, patch, wholePatch(upright.picture), upright.toUpright);

  test("consists of the portrait's own pixels at rest", () => {
    expect(tilted.place(upright.picture.rgb)).toEqual(cutPixels(picture.rgb, picture.width, patch, 3));
  });

  test('shows what was drawn upright within 4 of 255, fine stripes included', () => {
    const drawn = striped(picture);
    const placed = tilted.place(uprightFace(drawn, mouth, box).picture.rgb);
    const expected = cutPixels(drawn.rgb, drawn.width, patch, 3);
    let max = 0;
    for (const [at, value] of placed.entries()) max = Math.max(max, Math.abs(value - (expected[at] ?? NaN)));
    expect(max).toBeLessThanOrEqual(4);
  });
});

describe('the portrait of a tilted head', () => {
  const picture = paintedPicture(256, 256);
  const face = centeredFace(picture);
  const side = 340;

  /** The portrait's picture with a frame of its mouth. */
  function pasted({ picture: { rgb, width, height }, patch }: Portrait, frame: Uint8Array): Picture {
    const whole = Buffer.from(rgb);
    for (let row = 0; row < patch.height; row++) {
      const line = frame.subarray(3 * row * patch.width, 3 * (row + 1) * patch.width);
      whole.set(line, 3 * ((patch.y + row) * width + patch.x));
    }
    return { rgb: whole, width, height };
  }

  test.each([35, -20])('speaks like the upright one turned by %i°', async (degrees) => {
    const session = await Wav2LipSession.load(tinyModel().graphs, { threads: 1 });
    const frameOf = async (portrait: Portrait): Promise<Picture> => {
      await session.setPortrait(portrait.tensors);
      const drawn = await session.renderFrames(noiseMels(1), Float32Array.of(1));
      return pasted(portrait, shownPatch(portrait, drawn));
    };
    const upright = await frameOf(await preparePortrait(picture, face));
    const turned = tiltedPortrait(picture, face, degrees, side);
    const portrait = await preparePortrait(turned.picture, turned.face);
    const expected = tiltedPicture(upright, degrees, side);
    const found = await frameOf(portrait);

    const mouth = inside(portrait.patch);
    expect(psnr(found.rgb, expected.rgb, side, mouth)).toBeGreaterThan(36);
    expect(psnr(found.rgb, turned.picture.rgb, side, mouth)).toBeLessThan(24);
    expect(psnr(found.rgb, turned.picture.rgb, side, outside(portrait.patch))).toBe(Infinity);
    // Without the tilt, the network sees a tilted face, and draws a level mouth.
    const { box, mouth: outline } = turned.face;
    const drawnLevel = await frameOf(await preparePortrait(turned.picture, { box, mouth: outline }));
    expect(psnr(drawnLevel.rgb, expected.rgb, side, mouth)).toBeLessThan(28);
    await session.release();
  });

  test('has an even patch inside the picture, though the face reaches beyond its border', async () => {
    const { tiltedBox, ...rest } = tiltedPortrait(picture, face, 40, side).face;
    if (!tiltedBox) throw new RangeError('the face is not tilted');
    const turned = tiltedPicture(picture, 40, side);
    const cut = {
      width: 200,
      height: 230,
      rgb: Buffer.from(cutPixels(turned.rgb, side, { x: 0, y: 0, width: 200, height: 230 }, 3)),
    };
    const portrait = await preparePortrait(cut, { ...rest, tiltedBox });
    const { patch } = portrait;
    expect(Object.values(patch).map((value) => value % 2)).toEqual([0, 0, 0, 0]);
    expect([patch.x + patch.width <= 200, patch.y + patch.height <= 230]).toEqual([true, true]);
    const { width, height } = portrait.tensors;
    const placed = shownPatch(portrait, new Uint8Array(3 * width * height).fill(255));
    expect(placed).toHaveLength(3 * patch.width * patch.height);
    const own = restPatch(portrait);
    for (const [pixel, visible] of portrait.mask.entries())
      if (visible === 1) expect(placed[3 * pixel]).toBeGreaterThan(own[3 * pixel] ?? 255);
  });
});
