import { describe, expect, test } from 'vitest';
import type { DetectorBox } from './detector-boxes.js';
import { cropOf, sampleCrop } from './face-crop.js';

const upright: DetectorBox = {
  center: [100, 80],
  width: 40,
  height: 50,
  score: 0.9,
  nose: [100, 80],
  mouth: [100, 90],
};

describe('cropOf', () => {
  test('is a square with a margin, in pixels of the picture', () => {
    // 1.4 × 50 pixels of the detector's 256, in a picture of 512.
    expect(cropOf(upright, 512)).toEqual({ start: [130, 90], end: [270, 230], radians: 0 });
  });

  test.each([
    ['clockwise', [90, 80], Math.PI / 2],
    ['counterclockwise', [110, 80], -Math.PI / 2],
    ['upside down', [100, 70], -Math.PI],
  ] as const)('turns with a face that is turned %s', (_, mouth, radians) => {
    expect(cropOf({ ...upright, mouth: [...mouth] }, 512).radians).toBeCloseTo(radians, 6);
  });

  test('stays upright for a head that is tilted slightly', () => {
    expect(cropOf({ ...upright, mouth: [98.2, 90] }, 512).radians).toBe(0);
    expect(cropOf({ ...upright, mouth: [97.8, 90] }, 512).radians).toBeCloseTo(0.217, 3);
  });
});

describe('sampleCrop', () => {
  const side = 20;
  /** Red is the column, green the row. */
  const rgb = Uint8Array.from({ length: side * side * 3 }, (_, index) => {
    const pixel = Math.floor(index / 3);
    return [pixel % side, Math.floor(pixel / side), 200][index % 3] ?? 0;
  });
  const valueAt = (planes: Float32Array, channel: number, row: number, column: number) =>
    255 * (planes[channel * 25 + row * 5 + column] ?? NaN);

  test('interpolates between pixels', () => {
    const planes = sampleCrop({ rgb, side }, { start: [4, 2], end: [14, 12], radians: 0 }, 5);
    expect(valueAt(planes, 0, 0, 0)).toBeCloseTo(4 * 0.95, 4);
    expect(valueAt(planes, 0, 3, 2)).toBeCloseTo(9 * 0.95, 4);
    expect(valueAt(planes, 1, 3, 2)).toBeCloseTo(9.5 * 0.95, 4);
    expect(valueAt(planes, 2, 4, 4)).toBeCloseTo(200, 4);
  });

  test('turns clockwise with the face', () => {
    const planes = sampleCrop({ rgb, side }, { start: [0, 0], end: [20, 20], radians: Math.PI / 2 }, 5);
    // The top of the crop is the right of the picture.
    expect(valueAt(planes, 0, 1, 2)).toBeGreaterThan(13);
    expect(valueAt(planes, 1, 1, 2)).toBeCloseTo(9.5, 0);
  });

  test('is black beyond the picture, whether it is turned or not', () => {
    for (const radians of [0, Math.PI / 4]) {
      const planes = sampleCrop({ rgb, side }, { start: [-20, -20], end: [10, 10], radians }, 5);
      expect(valueAt(planes, 2, 0, 0)).toBe(0);
      expect(valueAt(planes, 2, 4, 4)).toBeCloseTo(radians === 0 ? 200 : 0, 4);
    }
  });
});
