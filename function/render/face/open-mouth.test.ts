import { describe, expect, test } from 'vitest';
import { openMouthPicture } from '../../../test/fixtures/open-mouth.js';
import type { Point } from '../picture/geometry.js';
import { findOpenMouth } from './open-mouth.js';

const { picture, mesh, openMouth } = openMouthPicture();
const middleOf = (points: readonly Point[] = []) => points[Math.floor(points.length / 2)] ?? [NaN, NaN];

describe('findOpenMouth', () => {
  test('finds the edges of both lips', () => {
    const found = findOpenMouth(picture, mesh);
    expect(found?.lowerLip.inner.at(0)).toEqual(openMouth.lowerLip.inner.at(0));
    expect(found?.lowerLip.inner.at(-1)).toEqual(openMouth.lowerLip.inner.at(-1));
    expect(Math.abs(middleOf(found?.upperLip.inner)[1] - 140)).toBeLessThan(1.5);
    expect(Math.abs(middleOf(found?.lowerLip.inner)[1] - 166)).toBeLessThan(1.5);
  });

  test.each([
    ['high', -5],
    ['low', 5],
  ])('corrects a lower lip that the mesh places too %s', (_, offset) => {
    const inner = [95, 88, 178, 87, 14, 317, 402, 318, 324];
    const shifted = mesh.map(([x, y], index): Point => [x, inner.includes(index) ? y + offset : y]);
    const [, found] = middleOf(findOpenMouth(picture, shifted)?.lowerLip.inner);
    expect(Math.abs(found - 166)).toBeLessThan(2.5);
  });

  test('finds no open mouth where the lips are parted slightly', () => {
    const parted = openMouthPicture({ upper: 2, lower: 3 });
    expect(findOpenMouth(parted.picture, parted.mesh)).toBeUndefined();
  });

  test('finds no open mouth where the mesh is wrong about closed lips', () => {
    const parted = openMouthPicture({ upper: 3, lower: 4 });
    expect(findOpenMouth(openMouthPicture({ upper: 0, lower: 0 }).picture, parted.mesh)).toBeUndefined();
  });
});
