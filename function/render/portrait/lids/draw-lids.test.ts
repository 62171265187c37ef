import { describe, expect, test } from 'vitest';
import {
  drawnEyes,
  portraitWithContours,
  type DrawnFace,
} from '../../../../test/fixtures/portrait-with-contours.js';
import { cutPixels } from '../../picture/cut-pixels.js';
import { eyeQuality, isClosable } from './closable-eye.js';
import { LidDrawing } from './draw-lids.js';
import { eyeOutline } from './eye-outline.js';
import { lidSkin } from './lid-skin.js';

const positions = 8;

async function eyeOf(face: DrawnFace = {}, side: 0 | 1 = 0) {
  const { picture, contours } = await portraitWithContours(face);
  const outline = eyeOutline(picture, contours.eyes[side]);
  const skin = lidSkin(picture, outline);
  const drawing = new LidDrawing(picture, outline, skin);
  const pictures = Array.from({ length: positions + 1 }, (_, position) => drawing.at(position / positions));
  const lids = { rectangle: drawing.rectangle, pictures };
  const at = (position: number, x: number, y: number) => {
    const { rectangle, pictures } = lids;
    const pixel = 3 * ((y - rectangle.y) * rectangle.width + x - rectangle.x);
    return Array.from(pictures[position]?.subarray(pixel, pixel + 3) ?? []);
  };
  return { picture, outline, skin, lids, at };
}

const distance = (a: readonly number[], b: readonly number[]) =>
  Math.max(...a.map((value, index) => Math.abs(value - (b[index] ?? 0))));
const skinColor = [0xc8, 0x9a, 0x7c];

describe('eyeOutline', () => {
  test('finds the rims of an eye from which the mesh is a little off', async () => {
    const { picture, contours } = await portraitWithContours();
    const off = (points: readonly (readonly [number, number])[]) =>
      points.map(([x, y]): [number, number] => [x, y + 3]);
    const { upper, lower, brow } = contours.eyes[0];
    const outline = eyeOutline(picture, { upper: off(upper), lower: off(lower), brow });
    const top = outline.frame.origin[1] + outline.upper(0);
    expect(Math.abs(top - (drawnEyes.y - drawnEyes.tall))).toBeLessThan(2);
  });
});

describe('LidDrawing', () => {
  test('begins with the portrait’s own pixels', async () => {
    const { picture, lids } = await eyeOf();
    expect(Buffer.from(lids.pictures[0] ?? [])).toEqual(
      Buffer.from(cutPixels(picture.rgb, picture.width, lids.rectangle, 3)),
    );
  });

  test('covers the eye with skin when it is closed', async () => {
    const { at } = await eyeOf();
    for (const aside of [-10, -4, 0, 4, 10]) {
      expect(distance(at(positions, drawnEyes.left + aside, drawnEyes.y), skinColor)).toBeLessThan(30);
    }
  });

  test('ends in a dark rim near the lower lid', async () => {
    const { at } = await eyeOf();
    const column = Array.from({ length: 12 }, (_, row) => at(positions, drawnEyes.left, drawnEyes.y + row));
    expect(Math.min(...column.map(([red = 255]) => red))).toBeLessThan(120);
  });

  test('shows the lower half of the iris with the lids half closed', async () => {
    const { at } = await eyeOf();
    expect(distance(at(positions / 2, drawnEyes.left, drawnEyes.y - 6), skinColor)).toBeLessThan(40);
    expect(at(positions / 2, drawnEyes.left, drawnEyes.y + 3)[0]).toBeLessThan(90);
  });

  test('leaves the brow where it is', async () => {
    const { picture, lids } = await eyeOf();
    const closed = lids.pictures[positions] ?? new Uint8Array();
    const own = lids.pictures[0] ?? new Uint8Array();
    const rows = drawnEyes.y - 31 - lids.rectangle.y;
    const bytes = 3 * lids.rectangle.width * Math.max(0, rows);
    expect(Buffer.from(closed.subarray(0, bytes))).toEqual(Buffer.from(own.subarray(0, bytes)));
    expect(picture.width).toBe(240);
  });
});

describe('isClosable', () => {
  test.each(['#e8c4ae', '#c89a7c', '#6b4330'])(
    'accepts an open eye in skin of the color %s',
    async (skin) => {
      const { picture, outline, skin: lid } = await eyeOf({ skin });
      expect(isClosable(eyeQuality(picture, outline, lid))).toBe(true);
    },
  );

  test('refuses an eye whose lids are closed already', async () => {
    const { picture, contours } = await portraitWithContours({ asleep: true });
    const { upper, lower, brow } = contours.eyes[0];
    // The mesh of a closed eye is flatter than that of an open one, but not flat.
    const [, middle = 0] = lower[0] ?? [];
    const flat = (points: typeof upper) =>
      points.map(([x, y]): [number, number] => [x, middle + 0.6 * (y - middle)]);
    const outline = eyeOutline(picture, { upper: flat(upper), lower: flat(lower), brow });
    const quality = eyeQuality(picture, outline, lidSkin(picture, outline));
    expect(quality.contrast).toBeGreaterThan(0.2);
    expect(quality.iris).toBeLessThan(0.1);
    expect(isClosable(quality)).toBe(false);
  });

  test('refuses a place without an eye', async () => {
    const { picture, outline, skin } = await eyeOf({ leftClosed: true });
    expect(isClosable(eyeQuality(picture, outline, skin))).toBe(false);
  });
});
