import { describe, expect, test } from 'vitest';
import {
  bundledFace,
  bundledPicture,
  croppedPortrait,
  overlap,
  pictureOf,
} from '../../../test/fixtures/bundled-portraits.js';
import { findFace } from './find-face.js';
import { networkBox } from './face.js';

/* The real detector, on portraits that ship with the project, changed as people's pictures are. */

const gray = '#888888';

test.each([
  ['alice', 180],
  ['marcus', 150],
  ['zola', -165],
])('findFace refuses %s rotated by %i° as upside down', async (id, degrees) => {
  const picture = await pictureOf(bundledPicture(id).rotate(degrees, { background: gray }));
  await expect(findFace(picture)).rejects.toMatchObject({
    code: 'face_not_found',
    message: 'The face in the picture is upside down. Rotate the picture by 180 degrees.',
  });
});

test.each([
  ['kenji', 90],
  ['amina', -90],
])('findFace refuses %s rotated by %i° as lying on its side', async (id, degrees) => {
  await expect(findFace(await pictureOf(bundledPicture(id).rotate(degrees)))).rejects.toMatchObject({
    code: 'face_not_found',
    message: 'The face in the picture lies on its side. Rotate the picture upright.',
  });
});

test.each([
  ['alice', 0],
  ['marcus', 0],
  ['zola', 0.05],
  ['mei', -0.05],
])('findFace finds the face of %s in a crop with a margin of %f', async (id, margin) => {
  const { box } = await bundledFace(id);
  const [across, down] = [Math.round(margin * box.width), Math.round(margin * box.height)];
  const crop = {
    x: box.x - across,
    y: box.y - down,
    width: box.width + 2 * across,
    height: box.height + 2 * down,
  };
  const found = networkBox(await findFace(await pictureOf(croppedPortrait(id, crop))));
  expect(overlap({ ...found, x: found.x + crop.x, y: found.y + crop.y }, box)).toBeGreaterThan(0.85);
});

test.each([
  ['henry', 0.2],
  ['amina', 0.3],
])('findFace of %s keeps the proportions of a box of which %f is cut off', async (id, share) => {
  const { box } = await bundledFace(id);
  const left = Math.round(box.x + share * box.width);
  const crop = { x: left, y: 0, width: 768 - left, height: 768 };
  const face = await findFace(await pictureOf(croppedPortrait(id, crop)));
  expect(face.box.x).toBe(0);
  const whole = networkBox(face);
  expect(whole.x).toBeLessThan(0);
  expect(whole.width / whole.height / (box.width / box.height)).toBeCloseTo(1, 0.7);
  expect(overlap({ ...whole, x: whole.x + crop.x }, box)).toBeGreaterThan(0.75);
});

describe('findFace in a picture with a poster in the background', () => {
  test.each([
    ['alice', 'diego', 0, 0],
    ['kenji', 'zola', 580, 20],
  ])('takes %s in front of %s', async (id, other, left, top) => {
    const poster = await bundledPicture(other).resize(180, 180).toBuffer();
    const picture = await pictureOf(bundledPicture(id).composite([{ input: poster, left, top }]));
    expect(overlap((await findFace(picture)).box, (await bundledFace(id)).box)).toBeGreaterThan(0.85);
  });
});

test.each(['alice', 'henry'])('findFace refuses %s in the size of a stamp', async (id) => {
  const stamp = await bundledPicture(id).resize(64, 64).toBuffer();
  const picture = await pictureOf(
    bundledPicture(id)
      .extract({ left: 0, top: 0, width: 160, height: 160 })
      .composite([{ input: stamp, left: 48, top: 48 }]),
  );
  await expect(findFace(picture)).rejects.toThrow(
    /^The face in the picture has \d\d × \d\d pixels; the minimum is 32 × 32\. Use a picture/,
  );
});
