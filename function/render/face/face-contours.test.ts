import { describe, expect, test } from 'vitest';
import { faceMesh } from '../../../test/fixtures/face-meshes.js';
import { portraitWithContours } from '../../../test/fixtures/portrait-with-contours.js';
import { contoursOfMesh } from './contours-of-mesh.js';
import { faceContoursSchema, mapContours } from './face-contours.js';

const mesh = faceMesh(300, 240, 160, 100);

describe('contoursOfMesh', () => {
  test('takes lines from the viewer’s left to the right', () => {
    const { lips, jaw, chin, nose } = contoursOfMesh(mesh);
    expect(lips.lowerInner[0]).toEqual([260, 290]);
    expect(lips.lowerInner.at(-1)).toEqual([340, 290]);
    expect([jaw[0], jaw.at(-1)]).toEqual([
      [220, 240],
      [380, 240],
    ]);
    expect(chin).toEqual([300, 340]);
    expect(nose).toEqual([300, 240]);
  });

  test('gives what the schema of stored faces accepts', () => {
    const contours = contoursOfMesh(mesh);
    expect(faceContoursSchema.parse(contours)).toEqual(contours);
  });

  test('throws for a mesh that lacks points', () => {
    expect(() => contoursOfMesh(mesh.slice(0, 100))).toThrow(RangeError);
  });
});

describe('mapContours', () => {
  test('moves every point', async () => {
    const { contours } = await portraitWithContours();
    const moved = mapContours(contours, ([x, y]) => [2 * x, y - 1]);
    const points = (value: unknown): number[] => {
      if (typeof value === 'number') return [value];
      return Object.values(value ?? {}).flatMap(points);
    };
    const [before, after] = [points(contours), points(moved)];
    expect(after.length).toBe(before.length);
    for (const [index, value] of before.entries()) {
      expect(after[index]).toBe(index % 2 === 0 ? 2 * value : value - 1);
    }
  });
});
