import { describe, expect, test } from 'vitest';
import { faceMesh, turned } from '../../../test/fixtures/face-meshes.js';
import { averageOutline, cropBox, isTurnedAway, mouthOutline } from './face-mesh.js';
import type { Point } from '../picture/geometry.js';

const picture = { width: 640, height: 480 };
/** Cheeks at 220 and 380, forehead at 140, nose at 240, chin at 340. */
const mesh = faceMesh(300, 240, 160, 100);

describe('cropBox', () => {
  test('spans from cheek to cheek and from the forehead to 4 % below the chin', () => {
    expect(cropBox(mesh, picture)).toEqual({ x: 220, y: 140, width: 160, height: 208 });
  });

  test('is clamped to the picture', () => {
    expect(cropBox(mesh, { width: 350, height: 300 })).toEqual({ x: 220, y: 140, width: 130, height: 160 });
    expect(cropBox(faceMesh(50, 60, 160, 100), picture)).toEqual({ x: 0, y: 0, width: 130, height: 168 });
  });

  test('is upright around a tilted head', () => {
    const { x, y, width, height } = cropBox(turned(mesh, [300, 240], 20), picture);
    // The lowest point of the turned half ellipse lies √((80·sin 20°)² + (100·cos 20°)²) below the nose.
    const below = Math.hypot(80 * Math.sin(Math.PI / 9), 100 * Math.cos(Math.PI / 9));
    const top = 240 - 100 * Math.cos(Math.PI / 9);
    expect(y).toBe(Math.round(top));
    expect(Math.abs(y + height - (240 + below + 0.04 * (240 + below - top)))).toBeLessThan(1.5);
    expect(x).toBeLessThan(226);
    expect(x + width).toBeGreaterThan(374);
  });
});

describe('mouthOutline', () => {
  const outline = mouthOutline(mesh);
  const at = (index: number): Point => outline.at(index) ?? [NaN, NaN];

  test('follows the jaw: a little inside at the cheeks, a little below at the chin', () => {
    const chin = outline.reduce((lowest, point) => (point[1] > lowest[1] ? point : lowest));
    expect(chin[0]).toBeCloseTo(300, 6);
    expect(chin[1]).toBeCloseTo(240 + 1.03 * 100, 6);
    // The second jaw point, 18° along the ellipse, is the first that lies a fifth below the nose.
    const angle = (2 * Math.PI) / 20;
    expect(at(1)[0]).toBeCloseTo(300 - 0.9 * 80 * Math.cos(angle), 6);
    expect(at(1)[1]).toBeCloseTo(240 + 1.03 * 100 * Math.sin(angle), 6);
    expect(outline).toHaveLength(17 + 2);
  });

  test('ends just below the nose, narrower than the cheeks', () => {
    const inset = 0.6 * 0.9 * 80 * Math.cos((2 * Math.PI) / 20);
    expect(at(0)).toEqual([expect.closeTo(300 - inset, 6), expect.closeTo(243, 6)]);
    expect(at(-1)).toEqual([expect.closeTo(300 + inset, 6), expect.closeTo(243, 6)]);
  });

  test.each([-35, -10, 5, 25, 90])('rotates with the head, by %i°', (degrees) => {
    const expected = turned(outline, [300, 240], degrees);
    const found = mouthOutline(turned(mesh, [300, 240], degrees));
    for (const [i, [x, y]] of found.entries()) {
      expect(x).toBeCloseTo(expected[i]?.[0] ?? NaN, 6);
      expect(y).toBeCloseTo(expected[i]?.[1] ?? NaN, 6);
    }
  });
});

test('averageOutline places the outline of an average face in the lower half of a box', () => {
  const outline = averageOutline({ x: 100, y: 200, width: 50, height: 100 });
  expect(outline[5]).toEqual([125, 298]);
  expect(outline[0]).toEqual([112, 257]);
  for (const [x, y] of outline) {
    expect(x).toBeGreaterThanOrEqual(105);
    expect(x).toBeLessThanOrEqual(145);
    expect(y).toBeGreaterThanOrEqual(257);
    expect(y).toBeLessThan(300);
  }
});

describe('the box of a head whose mouth lies beside its jaw', () => {
  const moved = (across: number) =>
    mesh.map(([x, y], index): Point => ([61, 291, 0, 17, 1].includes(index) ? [x + across, y] : [x, y]));

  test.each([
    ['left', -60, { x: 200, width: 180 }],
    ['right', 60, { x: 220, width: 180 }],
  ])('spans all points on the %s', (_, across, sides) => {
    expect(cropBox(moved(across), picture)).toEqual({ y: 140, height: 208, ...sides });
  });

  test.each([-20, 15])('stays as it is for a mouth that is moved by %i pixels', (across) => {
    expect(cropBox(moved(across), picture)).toEqual(cropBox(mesh, picture));
  });
});

test.each([
  [-81, true],
  [-79, false],
  [0, false],
  [79, false],
  [81, true],
])('isTurnedAway of a nose that lies %i pixels beside the middle is %s', (across, expected) => {
  const turnedHead = mesh.map(([x, y], index): Point => (index === 1 ? [x + across, y] : [x, y]));
  expect(isTurnedAway(turnedHead)).toBe(expected);
  expect(isTurnedAway(turned(turnedHead, [300, 240], 30))).toBe(expected);
});

test('a mesh without the required points is rejected', () => {
  expect(() => cropBox(mesh.slice(0, 400), picture)).toThrow('The face mesh has no point 400.');
});
