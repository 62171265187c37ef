import { beforeEach, describe, expect, test } from 'vitest';
import { faceMesh, turned } from '../../../test/fixtures/face-meshes.js';
import type { ExaminedFace, FaceExaminer } from './examined-faces.js';
import { averageOutline, meshBounds, tiltDegrees, type FaceMesh } from './face-mesh.js';
import { faceOf } from './face-of-mesh.js';
import type { Point } from '../picture/geometry.js';
import { faceInBox, findFace, formatBox } from './find-face.js';

const picture = { width: 640, height: 480, rgb: Buffer.alloc(640 * 480 * 3) };
const [left, right] = [faceMesh(150, 240, 160, 100), faceMesh(450, 240, 120, 80)];

function examined(mesh: FaceMesh): ExaminedFace {
  return { mesh, tiltDegrees: tiltDegrees(mesh) };
}

/** What the networks see; find-face.process.test.ts is about the real ones. */
const detector = { found: [] as ExaminedFace[] };
const examiner: FaceExaminer = () => Promise.resolve(detector.found);

beforeEach(() => {
  detector.found = [];
});

test('findFace returns the only face', async () => {
  detector.found = [examined(left)];
  expect(await findFace(picture, examiner)).toEqual(faceOf(left, picture));
});

test('findFace explains what to do if there is no face', async () => {
  await expect(findFace(picture, examiner)).rejects.toMatchObject({
    code: 'face_not_found',
    message: expect.stringMatching(/^No face was found.*--face x,y,width,height/) as string,
    details: { boxes: [] },
  });
});

test('findFace lists the boxes of several faces from left to right, in the format of --face', async () => {
  detector.found = [right, left].map(examined);
  await expect(findFace(picture, examiner)).rejects.toMatchObject({
    code: 'faces_several',
    message:
      '2 faces were found in the picture, at 70,140,160,208 and 390,160,120,166. ' +
      'Give the box of one (--face, or the form field `face`), or crop the picture.',
    details: {
      boxes: [
        { x: 70, y: 140, width: 160, height: 208 },
        { x: 390, y: 160, width: 120, height: 166 },
      ],
    },
  });
});

describe('faceInBox', () => {
  test('uses the box', () => {
    const box = { x: 10, y: 20, width: 100, height: 110 };
    expect(faceInBox(picture, box)).toEqual({ box, mouth: averageOutline(box) });
  });

  test.each([
    { x: 0, y: 0, width: 640, height: 480 },
    { x: 624, y: 464, width: 16, height: 16 },
  ])('accepts boxes from 16 pixels to the size of the picture: $x,$y,$width,$height', (box) => {
    expect(faceInBox(picture, box).box).toEqual(box);
  });

  test.each([
    { x: 541, y: 20, width: 100, height: 110 },
    { x: 10, y: 371, width: 100, height: 110 },
    { x: 10, y: 20, width: 15, height: 110 },
    { x: 10, y: 20, width: 100, height: 15 },
    { x: 700, y: 500, width: 20, height: 20 },
  ])('rejects a box that does not fit: $x,$y,$width,$height', (box) => {
    expect(() => faceInBox(picture, box)).toThrow(
      expect.objectContaining({
        code: 'face_box_invalid',
        message: `The face box ${formatBox(box)} does not lie inside the picture of 640 × 480 pixels, or is smaller than 16 pixels.`,
        details: { box, width: 640, height: 480 },
      }),
    );
  });
});

describe('findFace checks that a mouth can be drawn', () => {
  const upright = faceMesh(320, 240, 160, 100);

  test.each([60, 90, -90, 120])('and rejects a face rotated by %i degrees', async (degrees) => {
    detector.found = [examined(turned(upright, [320, 240], degrees))];
    await expect(findFace(picture, examiner)).rejects.toMatchObject({
      code: 'face_not_found',
      message: 'The face in the picture lies on its side. Rotate the picture upright.',
      details: { boxes: [expect.objectContaining({ width: expect.any(Number) as number })] },
    });
  });

  test.each([180, 150, -140])('and rejects a face that is upside down, by %i degrees', async (degrees) => {
    const mesh = turned(upright, [320, 240], degrees);
    detector.found = [examined(mesh)];
    const { x, y, width, height } = meshBounds(mesh);
    const [left, top] = [Math.round(x), Math.round(y)];
    await expect(findFace(picture, examiner)).rejects.toMatchObject({
      code: 'face_not_found',
      message: 'The face in the picture is upside down. Rotate the picture by 180 degrees.',
      details: {
        boxes: [
          { x: left, y: top, width: Math.round(x + width) - left, height: Math.round(y + height) - top },
        ],
      },
    });
  });

  test.each([
    ['to the left', -1],
    ['to the right', 1],
  ])('and rejects a head that is turned too far %s', async (_, side) => {
    const mesh = upright.map(([x, y], index): Point => (index === 1 ? [x + side * 81, y] : [x, y]));
    detector.found = [examined(mesh)];
    await expect(findFace(picture, examiner)).rejects.toMatchObject({
      code: 'face_not_found',
      message:
        'The head is turned too far: part of the mouth is hidden. Use a picture that shows the face from the front.',
    });
  });

  test.each([
    ['below', 0, 90],
    ['beside', 120, 0],
  ])('and rejects a mouth %s the face box', async (_, right, down) => {
    const mesh = upright.map(([x, y], index): Point => (index === 291 ? [x + right, y + down] : [x, y]));
    detector.found = [examined(mesh)];
    await expect(findFace(picture, examiner)).rejects.toThrow(/^The head is turned too far/);
  });

  test.each([
    [28, 20],
    [60, 14],
  ])('and rejects a face of %i pixels across and %i to the chin', async (width, height) => {
    detector.found = [examined(faceMesh(320, 240, width, height))];
    await expect(findFace(picture, examiner)).rejects.toMatchObject({
      code: 'face_not_found',
      message: expect.stringMatching(
        /^The face in the picture has \d+ × \d+ pixels; the minimum is 32 × 32\. Use/,
      ) as string,
    });
  });

  test.each([0, 20, -45])('and accepts a head tilted by %i degrees', async (degrees) => {
    const mesh = turned(upright, [320, 240], degrees);
    detector.found = [examined(mesh)];
    expect(await findFace(picture, examiner)).toEqual(faceOf(mesh, picture));
  });

  test.each([
    ['below', faceMesh(320, 430, 160, 100)],
    ['on the left', faceMesh(10, 240, 160, 100)],
    ['on the right', faceMesh(630, 240, 160, 100)],
  ])('and rejects a mouth that is cut off %s', async (_, mesh) => {
    detector.found = [examined(mesh)];
    await expect(findFace(picture, examiner)).rejects.toMatchObject({
      code: 'face_not_found',
      message: "The mouth is cut off by the picture's edge. Use a picture with the whole face.",
    });
  });

  test('and accepts a chin that is cut off', async () => {
    const mesh = faceMesh(320, 390, 160, 100);
    detector.found = [examined(mesh)];
    expect(await findFace(picture, examiner)).toEqual(faceOf(mesh, picture));
  });
});

test('findFace warns of smaller faces in the background', async () => {
  const main = faceMesh(320, 240, 200, 120);
  detector.found = [examined(faceMesh(60, 60, 60, 40)), examined(main)];
  expect(await findFace(picture, examiner)).toEqual({
    ...faceOf(main, picture),
    warnings: ['faces_in_background'],
  });
});

test.each([
  ['a third of its width', 27, ['mouth_open']],
  ['a tenth of its width', 8, undefined],
])('findFace of a mouth that is open by %s has the right warnings', async (_, opening, warnings) => {
  const mesh = left.map(([x, y], index): Point => (index === 14 ? [x, y + opening] : [x, y]));
  detector.found = [examined(mesh)];
  expect((await findFace(picture, examiner)).warnings).toEqual(warnings);
});
