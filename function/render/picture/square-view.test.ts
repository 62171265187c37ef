import { describe, expect, test } from 'vitest';
import { paintedPicture, pixel } from '../../../test/fixtures/pictures.js';
import { pictureToView, sampleView, viewToPicture } from './square-view.js';

const picture = paintedPicture(40, 30);
const at = (samples: Uint8Array, size: number, x: number, y: number) => [
  ...samples.subarray((y * size + x) * 3, (y * size + x) * 3 + 3),
];

describe('sampleView', () => {
  test("returns the picture's own pixels if nothing is scaled", () => {
    const samples = sampleView(picture, { center: [18, 14], side: 20, degrees: 0 }, 20);
    for (const [x, y] of [[0, 0] as const, [19, 19] as const, [7, 12] as const]) {
      expect(at(samples, 20, x, y)).toEqual(pixel(picture, 8 + x, 4 + y));
    }
  });

  test.each([
    [90, 27, 4],
    [180, 27, 23],
    [270, 8, 23],
  ])('starts in another corner if it is turned by %i°', (degrees, x, y) => {
    const samples = sampleView(picture, { center: [18, 14], side: 20, degrees }, 20);
    expect(at(samples, 20, 0, 0)).toEqual(pixel(picture, x, y));
  });

  test('is black beyond the picture', () => {
    const samples = sampleView(picture, { center: [0, 0], side: 20, degrees: 0 }, 20);
    expect(at(samples, 20, 9, 15)).toEqual([0, 0, 0]);
    expect(at(samples, 20, 15, 9)).toEqual([0, 0, 0]);
    expect(at(samples, 20, 10, 10)).toEqual(pixel(picture, 0, 0));
  });

  test('takes the mean of four pixels for half the size', () => {
    const samples = sampleView(picture, { center: [15, 15], side: 20, degrees: 0 }, 10);
    const mean = [0, 1, 2].map((channel) =>
      Math.round(
        [5, 6].flatMap((x) => [5, 6].map((y) => pixel(picture, x, y)[channel] ?? 0)).reduce((a, b) => a + b) /
          4,
      ),
    );
    expect(at(samples, 10, 0, 0)).toEqual(mean);
  });
});

test.each([0, 30, 200])('viewToPicture maps the middle and a corner of a view turned by %i°', (degrees) => {
  const toPicture = viewToPicture({ center: [100, 50], side: 80, degrees }, 20);
  expect(toPicture([10, 10])).toEqual([100, 50]);
  const [x, y] = toPicture([0, 0]);
  expect(Math.hypot(x - 100, y - 50)).toBeCloseTo(40 * Math.SQRT2, 6);
  expect((Math.atan2(y - 50, x - 100) * 180) / Math.PI).toBeCloseTo(((degrees + 45) % 360) - 180, 6);
});

test('pictureToView is the way back', () => {
  const view = { center: [100, 50] as [number, number], side: 80, degrees: 30 };
  const [x, y] = pictureToView(view, 20)(viewToPicture(view, 20)([3, 17]));
  expect([x, y]).toEqual([expect.closeTo(3, 9), expect.closeTo(17, 9)]);
});
