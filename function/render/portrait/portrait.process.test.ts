import { describe, expect, test } from 'vitest';
import { paintedPicture, pixel } from '../../../test/fixtures/pictures.js';
import { averageOutline } from '../face/face-mesh.js';
import type { Face } from '../face/face.js';
import type { Point, Rectangle } from '../picture/geometry.js';
import type { Picture } from '../picture/decode-picture.js';
import { preparePortrait } from './portrait.js';
import { toWindow } from './window-map.js';
import { rawPicture } from '../picture/raw-picture.js';

function faceIn(box: Rectangle): Face {
  return { box, mouth: averageOutline(box) };
}

/** The crop's value in channel B, G or R of the first (blanked) or second half. */
function cropped(crop: Float32Array, half: 0 | 1, channel: 0 | 1 | 2, [x, y]: Point): number {
  return crop[((half * 3 + channel) * 96 + y) * 96 + x] ?? NaN;
}

describe('the crop of preparePortrait', () => {
  const picture = paintedPicture(200, 180);
  const box = { x: 41, y: 33, width: 96, height: 96 };

  test('is BGR from 0 to 1, and exact if nothing is scaled', async () => {
    const { tensors } = await preparePortrait(picture, faceIn(box));
    const { crop } = tensors;
    expect(crop).toHaveLength(6 * 96 * 96);
    for (const [x, y] of [
      [0, 0],
      [95, 0],
      [0, 95],
      [95, 95],
      [47, 48],
      [12, 80],
      [60, 31],
    ] as const) {
      const [r = 0, g = 0, b = 0] = pixel(picture, box.x + x, box.y + y);
      const found = ([0, 1, 2] as const).map((channel) => cropped(crop, 1, channel, [x, y]));
      for (const [i, value] of [b, g, r].entries()) expect(found[i]).toBeCloseTo(value / 255, 6);
    }
  });

  test('contains the face twice, first with its lower half blanked', async () => {
    const { tensors } = await preparePortrait(picture, faceIn(box));
    const { crop } = tensors;
    for (const channel of [0, 1, 2] as const) {
      for (let y = 0; y < 96; y++) {
        const row = (half: 0 | 1) =>
          Array.from({ length: 96 }, (_, x) => cropped(crop, half, channel, [x, y]));
        expect(row(0)).toEqual(y < 48 ? row(1) : Array.from({ length: 96 }, () => 0));
      }
    }
  });

  test('is scaled to 96 × 96 from any size and shape', async () => {
    // Red grows to the right, green downwards.
    const ramps: Picture = { width: 256, height: 256, rgb: Buffer.alloc(256 * 256 * 3) };
    for (let y = 0; y < 256; y++) for (let x = 0; x < 256; x++) ramps.rgb.set([x, y, 7], (y * 256 + x) * 3);
    const { tensors } = await preparePortrait(ramps, faceIn({ x: 20, y: 10, width: 144, height: 216 }));
    const { crop } = tensors;
    for (const [x, y] of [
      [5, 5],
      [48, 30],
      [90, 90],
    ] as const) {
      expect(cropped(crop, 1, 2, [x, y]) * 255).toBeCloseTo(20 + (x + 0.5) * 1.5 - 0.5, -0.3);
      expect(cropped(crop, 1, 1, [x, y]) * 255).toBeCloseTo(10 + (y + 0.5) * 2.25 - 0.5, -0.3);
      expect(cropped(crop, 1, 0, [x, y]) * 255).toBeCloseTo(7, 4);
    }
  });
});

describe('a face that is cut off by the border', () => {
  const whole = paintedPicture(300, 260);
  const extended = (picture: Picture, sides: { left?: number; right?: number; bottom?: number }) =>
    rawPicture(picture)
      .extend({ ...sides, extendWith: 'copy' })
      .raw()
      .toBuffer();

  test.each([
    ['left', { x: -30, y: 40, width: 120, height: 140 }, { left: 30 }],
    ['right', { x: 200, y: 40, width: 140, height: 150 }, { right: 40 }],
    ['bottom', { x: 90, y: 150, width: 120, height: 130 }, { bottom: 20 }],
  ])('is seen in its true proportions if it is cut off at the %s', async (_, wholeBox, sides) => {
    const [left, right] = [Math.max(0, wholeBox.x), Math.min(300, wholeBox.x + wholeBox.width)];
    const bottom = Math.min(260, wholeBox.y + wholeBox.height);
    const box = { x: left, y: wholeBox.y, width: right - left, height: bottom - wholeBox.y };
    const cut = await preparePortrait(whole, { box, wholeBox, mouth: averageOutline(wholeBox) });

    const larger = { left: 0, right: 0, bottom: 0, ...sides };
    const padded = {
      width: 300 + larger.left + larger.right,
      height: 260 + larger.bottom,
      rgb: await extended(whole, sides),
    };
    const uncut = await preparePortrait(padded, faceIn({ ...wholeBox, x: wholeBox.x + larger.left }));
    expect(cut.tensors.crop).toEqual(uncut.tensors.crop);
    // Only the part inside the picture is painted.
    const { patch } = cut;
    expect(patch.x).toBeGreaterThanOrEqual(0);
    expect(patch.x + patch.width).toBeLessThanOrEqual(300);
    expect(patch.y + patch.height).toBeLessThanOrEqual(260);
    const [middle, mouthRow] = [
      wholeBox.x + wholeBox.width / 2,
      wholeBox.y + Math.round(0.75 * wholeBox.height),
    ];
    const weight = (portrait: typeof cut, x: number, y: number) =>
      portrait.mask[(y - portrait.patch.y) * portrait.patch.width + x - portrait.patch.x];
    expect(weight(cut, middle, mouthRow)).toBe(weight(uncut, middle + larger.left, mouthRow));
  });
});

describe.each([
  { name: 'larger than the input of the network', box: { x: 100, y: 60, width: 301, height: 331 } },
  { name: 'smaller', box: { x: 210, y: 130, width: 60, height: 71 } },
  { name: 'in the upper left corner', box: { x: 0, y: 0, width: 180, height: 200 } },
  { name: 'in the lower right corner', box: { x: 460, y: 250, width: 180, height: 230 } },
])('the mouth of a face that is $name', ({ box }) => {
  const picture = paintedPicture(640, 480);

  test('has its window where the network computes it', async () => {
    const { window } = await preparePortrait(picture, faceIn(box));
    // The window begins at row 52 and column 14 of the face's 96.
    const [left, top] = [box.x + (14 * box.width) / 96, box.y + (52 * box.height) / 96];
    for (const [x, y] of [
      [0, 0],
      [68, 44],
      [10, 30],
    ] as const) {
      const found = toWindow(window, [left + (x * box.width) / 96, top + (y * box.height) / 96]);
      expect(found[0]).toBeCloseTo(x, 9);
      expect(found[1]).toBeCloseTo(y, 9);
    }
  });

  test('lies in an even patch inside the picture, and is visible only in its middle', async () => {
    const { patch, mask } = await preparePortrait(picture, faceIn(box));
    expect(Object.values(patch).map((value) => value % 2)).toEqual([0, 0, 0, 0]);
    expect(patch.x + patch.width).toBeLessThanOrEqual(640);
    expect(patch.y + patch.height).toBeLessThanOrEqual(480);
    const at = (x: number, y: number) => mask[(y - patch.y) * patch.width + x - patch.x];
    expect(at(Math.round(box.x + box.width / 2), Math.round(box.y + 0.75 * box.height))).toBe(1);
    for (let y = 0; y < patch.height; y++) {
      for (let x = 0; x < patch.width; x++) {
        const row = ((patch.y + y + 0.5 - box.y) * 96) / box.height;
        const column = ((patch.x + x + 0.5 - box.x) * 96) / box.width;
        if (row < 52 || row > 96 || column < 14 || column > 82) expect(mask[y * patch.width + x]).toBe(0);
      }
    }
  });
});
