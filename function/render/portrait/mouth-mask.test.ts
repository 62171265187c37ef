import { describe, expect, test } from 'vitest';
import { faceMesh, turned } from '../../../test/fixtures/face-meshes.js';
import { faceOf } from '../face/face-of-mesh.js';
import type { Point } from '../picture/geometry.js';
import { mouthMask, patchRectangle } from './mouth-mask.js';
import type { WindowMap } from './window-map.js';

const picture = { width: 640, height: 480 };
/** A window of which every part of the picture is in the middle. */
const everything: WindowMap = { origin: [34, 22], across: [1e-9, 0], down: [0, 1e-9] };

/** The mask of a face, to be asked in pixels of the picture; −1 outside of the patch. */
async function maskOf(degrees: number, window = everything) {
  const face = faceOf(turned(faceMesh(300, 240, 160, 100), [300, 240], degrees), picture);
  const patch = patchRectangle(face.mouth, face.box, picture);
  const mask = await mouthMask(face, patch, window);
  const at = (x: number, y: number) =>
    x < patch.x || y < patch.y || x >= patch.x + patch.width || y >= patch.y + patch.height
      ? -1
      : (mask[(y - patch.y) * patch.width + x - patch.x] ?? NaN);
  return { face, patch, mask, at };
}

describe.each([0, 25, -40])('mouthMask of a face tilted by %i°', (degrees) => {
  test('is 1 in the middle and 0 along the whole border of the patch', async () => {
    const { patch, mask, at } = await maskOf(degrees);
    const [x, y] = turned([[300, 290]], [300, 240], degrees)[0] ?? [NaN, NaN];
    expect(at(Math.round(x), Math.round(y))).toBe(1);
    expect(mask).toHaveLength(patch.width * patch.height);
    for (let i = 0; i < patch.width; i++) {
      expect([at(patch.x + i, patch.y), at(patch.x + i, patch.y + patch.height - 1)]).toEqual([0, 0]);
    }
    for (let i = 0; i < patch.height; i++) {
      expect([at(patch.x, patch.y + i), at(patch.x + patch.width - 1, patch.y + i)]).toEqual([0, 0]);
    }
  });

  test('decreases monotonically from there to every side, in small steps', async () => {
    const { patch, at } = await maskOf(degrees);
    const [cx, cy] = turned([[300, 290]], [300, 240], degrees)[0] ?? [NaN, NaN];
    for (let direction = 0; direction < 24; direction++) {
      const [dx, dy] = [Math.cos((direction * Math.PI) / 12), Math.sin((direction * Math.PI) / 12)];
      let before = 1;
      for (let step = 0; step < patch.width; step++) {
        const value = at(Math.round(cx + step * dx), Math.round(cy + step * dy));
        if (value < 0) break;
        // Pixels are whole: along a slanted line the mask may step up by a trifle.
        expect(value).toBeLessThanOrEqual(before + 0.05);
        expect(before - value).toBeLessThan(0.45);
        before = value;
      }
      expect(before).toBe(0);
    }
  });
});

test('mouthMask is one half on the outline', async () => {
  const { face, at } = await maskOf(0);
  // On the cheeks, where the outline runs steeply through the rows.
  const [x, y] = face.mouth[3] ?? [NaN, NaN];
  expect(at(Math.round(x), Math.round(y))).toBeGreaterThan(0.25);
  expect(at(Math.round(x), Math.round(y))).toBeLessThan(0.75);
  expect(at(Math.round(x) - 8, Math.round(y))).toBeLessThan(0.05);
  expect(at(Math.round(x) + 8, Math.round(y))).toBeGreaterThan(0.95);
});

test('mouthMask is 0 where the network computes nothing, and rises smoothly from there', async () => {
  // 68 × 44 pixels of the network in the rows from 270 to 320 and the columns from 280 to 330.
  const [across, down] = [68 / 50, 44 / 50];
  const computed: WindowMap = {
    origin: [-280 * across, -270 * down],
    across: [across, 0],
    down: [0, down],
  };
  const { patch, at } = await maskOf(0, computed);
  const whole = await maskOf(0);
  // The ramp is 0.06 of the box's width, 160: 9.6 pixels.
  for (let y = patch.y; y < patch.y + patch.height; y++) {
    for (let x = patch.x; x < patch.x + patch.width; x++) {
      const inside = x >= 280 && x < 330 && y >= 270 && y < 320;
      if (!inside) expect(at(x, y)).toBe(0);
      else expect(at(x, y)).toBeLessThanOrEqual(whole.at(x, y));
    }
  }
  expect(at(305, 295)).toBe(1);
  const ramp = (inside: number) => inside * inside * (3 - 2 * inside);
  expect(at(280, 295)).toBeCloseTo(ramp(0.5 / 9.6), 5);
  expect(at(284, 295)).toBeCloseTo(ramp(4.5 / 9.6), 5);
  expect(at(305, 319)).toBeCloseTo(ramp(0.5 / 9.6), 5);
  expect(at(289, 279)).toBeCloseTo(ramp(9.5 / 9.6) ** 2, 5);
});

describe('patchRectangle', () => {
  const outline: Point[] = [
    [110.5, 220.2],
    [130, 240],
    [120, 231],
  ];
  const box = { x: 0, y: 0, width: 100, height: 120 };

  test('contains the outline and its feather, on even pixels', () => {
    // 6 pixels of feather: from 104.5 to 136, and from 214.2 to 246.
    expect(patchRectangle(outline, box, picture)).toEqual({ x: 104, y: 214, width: 32, height: 32 });
  });

  test('stays inside the picture', () => {
    expect(patchRectangle(outline, box, { width: 132, height: 242 })).toEqual({
      x: 104,
      y: 214,
      width: 28,
      height: 28,
    });
    const near = outline.map(([x, y]): Point => [x - 109, y - 219]);
    expect(patchRectangle(near, box, picture)).toEqual({ x: 0, y: 0, width: 28, height: 28 });
    const beyond = outline.map(([x, y]): Point => [x - 115, y - 225]);
    expect(patchRectangle(beyond, box, picture)).toEqual({ x: 0, y: 0, width: 22, height: 22 });
  });

  test.each([
    [101, 0.31],
    [77, 0.5],
    [333, 0.99],
  ])('is even for a box of %i pixels, shifted by %d', (width, shift) => {
    const moved = outline.map(([x, y]): Point => [x + shift, y - shift]);
    const patch = patchRectangle(moved, { ...box, width }, picture);
    expect(Object.values(patch).map((value) => value % 2)).toEqual([0, 0, 0, 0]);
    expect(patch.x).toBeLessThanOrEqual(110.5 + shift - 0.06 * width);
    expect(patch.x + patch.width).toBeGreaterThanOrEqual(130 + shift + 0.06 * width);
  });
});
