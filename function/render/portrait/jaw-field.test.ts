import { describe, expect, test } from 'vitest';
import { portraitWithContours } from '../../../test/fixtures/portrait-with-contours.js';
import { mapContours } from '../face/face-contours.js';
import { jawDirection, jawField } from './jaw-field.js';

const { contours } = await portraitWithContours();
const field = jawField(contours);

describe('jawField', () => {
  test('is 0 above the lips, 1 at the chin, and 0 in the neck', () => {
    expect(field(120, 210)).toBe(0);
    expect(field(120, 274)).toBeCloseTo(1, 2);
    expect(field(120, 352)).toBe(0);
  });

  test('takes the cheeks along, so that the chin does not become pointed', () => {
    expect(field(150, 268)).toBeGreaterThan(0.9);
    expect(field(90, 268)).toBeGreaterThan(0.9);
    expect(field(240, 240)).toBe(0);
  });

  test('never folds the picture, even at a fifth of the face', () => {
    for (let y = 200; y < 360; y++) {
      const [here, next] = [field(120, y), field(120, y + 1)];
      expect(1 - 40 * (here - next)).toBeGreaterThan(0.15);
    }
  });

  test('points from the nose to the chin of a tilted head', () => {
    expect(jawDirection(contours)).toEqual([expect.closeTo(0, 6), 1]);
    const tilted = mapContours(contours, ([x, y]) => [-y, x]);
    expect(jawDirection(tilted)).toEqual([-1, expect.closeTo(0, 6)]);
  });
});
