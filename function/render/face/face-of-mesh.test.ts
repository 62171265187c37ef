import { describe, expect, test } from 'vitest';
import { faceMesh, turned } from '../../../test/fixtures/face-meshes.js';
import { contoursOfMesh } from './contours-of-mesh.js';
import { cropBox, faceBox, mouthOutline } from './face-mesh.js';
import { faceOf } from './face-of-mesh.js';
import { networkBox } from './face-geometry.js';
import type { Point } from '../picture/geometry.js';
import { headTilt } from './head-tilt.js';

const picture = { width: 640, height: 480 };
const mesh = faceMesh(300, 240, 160, 100);
const middle: Point = [300, 240];

describe('headTilt', () => {
  test.each([12, -20, 45, -50])('is the angle of a head tilted by %i°', (degrees) => {
    expect(headTilt(turned(mesh, middle, degrees))).toBeCloseTo(degrees, 6);
  });

  test.each([0, 9.9, -9.9])('is 0 for a head tilted by %d°', (degrees) => {
    expect(headTilt(turned(mesh, middle, degrees))).toBe(0);
  });

  test('does not follow a nose that points to one side', () => {
    const aside = mesh.map(([x, y], index): Point => (index === 2 ? [x + 40, y] : [x, y]));
    expect(headTilt(aside)).toBe(0);
  });
});

describe('faceOf', () => {
  test('combines the box and the outline', () => {
    expect(faceOf(mesh, picture)).toEqual({
      box: cropBox(mesh, picture),
      mouth: mouthOutline(mesh),
      contours: contoursOfMesh(mesh),
    });
  });

  test.each([
    ['left', 50, 240, { x: 0, y: 140, width: 130, height: 208 }],
    ['right', 600, 240, { x: 520, y: 140, width: 120, height: 208 }],
    ['top', 300, 60, { x: 220, y: 0, width: 160, height: 168 }],
    ['bottom', 300, 390, { x: 220, y: 290, width: 160, height: 190 }],
  ])('keeps the whole box of a face that is cut off at the %s', (_, x, y, box) => {
    const cut = faceMesh(x, y, 160, 100);
    const wholeBox = { x: x - 80, y: y - 100, width: 160, height: 208 };
    expect(faceOf(cut, picture)).toMatchObject({ box, wholeBox });
    expect(networkBox(faceOf(cut, picture))).toEqual(wholeBox);
  });

  test.each([35, -45])('adds the box of the upright head, tilted by %i°', (degrees) => {
    const upright = faceBox(mesh);
    const { tiltedBox } = faceOf(turned(mesh, middle, degrees), picture);
    expect(tiltedBox).toMatchObject({ width: upright.width, height: upright.height });
    expect(tiltedBox?.degrees).toBeCloseTo(degrees, 6);
    const center: Point = [upright.x + upright.width / 2, upright.y + upright.height / 2];
    const [expected = center] = turned([center], middle, degrees);
    // The box has whole pixels.
    const [x, y] = tiltedBox?.center ?? [NaN, NaN];
    expect(Math.hypot(x - expected[0], y - expected[1])).toBeLessThan(1);
  });
});
