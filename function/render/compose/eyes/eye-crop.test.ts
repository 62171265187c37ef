import { expect, it } from 'vitest';
import { eyeCrop, eyeFrame, eyePixels, toCrop, toPicture } from './eye-crop.js';

it('puts the corners of an eye on the middle line of the crop, mirrored for the left eye', () => {
  const frame = eyeFrame([100, 50], [160, 50], 1, false);
  const mirrored = eyeFrame([100, 50], [160, 50], 1, true);
  const left = toCrop(frame, [100, 50]);
  expect(left[0]).toBeCloseTo(40 - 80 / 3, 6);
  expect(left[1]).toBeCloseTo(32, 6);
  expect(toCrop(mirrored, [100, 50])[0]).toBeCloseTo(40 + 80 / 3, 6);
});

it('finds the way back from the picture to the crop of a tilted eye', () => {
  const frame = eyeFrame([100, 50], [150, 70], 1.2, true);
  const [u, v] = toCrop(frame, toPicture(frame, 12.5, 51));
  expect(u).toBeCloseTo(12.5, 6);
  expect(v).toBeCloseTo(51, 6);
});

it('shows the colors of the picture, red first', () => {
  const [width, height] = [160, 120];
  const rgb = Buffer.alloc(3 * width * height);
  for (let pixel = 0; pixel < width * height; pixel++) rgb.set([255, 51, 0], 3 * pixel);
  const pixels = eyePixels({ width, height, rgb }, eyeFrame([60, 60], [100, 60], 1, false));
  const plane = eyeCrop.width * eyeCrop.height;
  expect(pixels).toHaveLength(3 * plane);
  expect([pixels[0], pixels[plane], pixels[2 * plane]]).toEqual([
    expect.closeTo(1, 5),
    expect.closeTo(0.2, 5),
    expect.closeTo(0, 5),
  ]);
});
