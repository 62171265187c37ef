import { describe, expect, test } from 'vitest';
import { openMouthPicture } from '../../../../test/fixtures/open-mouth.js';
import { centeredFace, paintedPicture, pixel } from '../../../../test/fixtures/pictures.js';
import { fitToVideo } from './fit-video.js';

function pictured(width: number, height: number) {
  const picture = paintedPicture(width, height);
  return { picture, face: centeredFace(picture) };
}

test.each([
  [64, 64],
  [120, 90],
  [90, 120],
])('fitToVideo keeps a picture of %i × %i for a maximum side of 120', async (width, height) => {
  const { picture, face } = pictured(width, height);
  const fitted = await fitToVideo({ picture, face }, 120);
  expect(fitted.picture).toBe(picture);
  expect(fitted.face).toBe(face);
});

describe('fitToVideo scales a larger picture to the largest even size', () => {
  test.each([
    [400, 300, 120, 120, 90],
    [300, 400, 120, 90, 120],
    [400, 400, 121, 120, 120],
    [1000, 334, 100, 100, 34],
    [1000, 20, 100, 100, 2],
  ])(
    '%i × %i with a maximum side of %i: %i × %i',
    async (width, height, maxSide, fittedWidth, fittedHeight) => {
      const { picture } = await fitToVideo(pictured(width, height), maxSide);
      expect([picture.width, picture.height]).toEqual([fittedWidth, fittedHeight]);
      expect(picture.rgb).toHaveLength(fittedWidth * fittedHeight * 3);
    },
  );
});

test('fitToVideo scales the face with the picture', async () => {
  const whole = pictured(400, 300);
  const { picture, face } = await fitToVideo(whole, 200);
  expect(whole.face.box).toEqual({ x: 110, y: 60, width: 180, height: 180 });
  expect(face.box).toEqual({ x: 55, y: 30, width: 90, height: 90 });
  expect(face.mouth).toEqual(whole.face.mouth.map(([x, y]) => [x / 2, y / 2]));
  for (const [x, y] of [
    [20, 20],
    [100, 75],
    [180, 130],
  ] as const) {
    const [small, large] = [pixel(picture, x, y), pixel(whole.picture, 2 * x, 2 * y)];
    for (const [channel, value] of small.entries()) {
      expect(Math.abs(value - (large[channel] ?? NaN))).toBeLessThan(4);
    }
  }
});

test('fitToVideo scales the whole box of a face that is cut off', async () => {
  const { picture, face } = pictured(400, 300);
  const wholeBox = { x: -40, y: 60, width: 180, height: 180 };
  const box = { x: 0, y: 60, width: 140, height: 180 };
  const fitted = await fitToVideo({ picture, face: { ...face, box, wholeBox } }, 200);
  expect(fitted.face.box).toEqual({ x: 0, y: 30, width: 70, height: 90 });
  expect(fitted.face.wholeBox).toEqual({ x: -20, y: 30, width: 90, height: 90 });
});

test('fitToVideo scales the tilted box of a tilted head', async () => {
  const { picture, face } = pictured(400, 300);
  const tiltedBox = { center: [211, 150] as [number, number], width: 180, height: 190, degrees: 30 };
  const fitted = await fitToVideo({ picture, face: { ...face, tiltedBox } }, 200);
  expect(fitted.face.tiltedBox).toEqual({ center: [105.5, 75], width: 90, height: 95, degrees: 30 });
});

test('fitToVideo scales an open mouth', async () => {
  const { picture, face, openMouth } = openMouthPicture();
  const fitted = await fitToVideo({ picture, face: { ...face, openMouth } }, 120);
  expect(fitted.face.openMouth?.chin).toEqual([60, 100]);
  expect(fitted.face.openMouth?.lowerLip.inner.at(0)).toEqual([40, 75]);
});
