import path from 'node:path';
import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import { packageRoot } from '../../../config/package-root.js';
import {
  bundledFace,
  bundledPicture,
  croppedPortrait,
  overlap,
  pictureOf,
} from '../../../test/fixtures/bundled-portraits.js';
import { flatFace } from '../../../test/fixtures/drawn-face.js';
import { realExaminer } from '../../../test/fixtures/small-networks.js';
import { patternedPicture } from '../../../test/fixtures/patterned-picture.js';
import { examineFaces } from './examined-faces.js';
import { mouthOpening } from './face-mesh.js';
import { findFace } from './find-face.js';
import { mainFace } from './main-face.js';
import { preparePortrait } from '../portrait/portrait.js';
import { networkBox } from './face-geometry.js';

/* The real detector, on portraits that ship with the project, changed as people's pictures are. */

const gray = '#888888';

test.each([
  ['alice', 180],
  ['marcus', 150],
  ['zola', -165],
])('findFace refuses %s rotated by %i° as upside down', async (id, degrees) => {
  const picture = await pictureOf(bundledPicture(id).rotate(degrees, { background: gray }));
  await expect(findFace(picture, realExaminer)).rejects.toMatchObject({
    code: 'face_not_found',
    message: 'The face in the picture is upside down. Rotate the picture by 180 degrees.',
  });
});

test.each([
  ['kenji', 90],
  ['amina', -90],
])('findFace refuses %s rotated by %i° as lying on its side', async (id, degrees) => {
  await expect(
    findFace(await pictureOf(bundledPicture(id).rotate(degrees)), realExaminer),
  ).rejects.toMatchObject({
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
  const found = networkBox(await findFace(await pictureOf(croppedPortrait(id, crop)), realExaminer));
  expect(overlap({ ...found, x: found.x + crop.x, y: found.y + crop.y }, box)).toBeGreaterThan(0.85);
});

test.each([
  ['henry', 0.2],
  ['amina', 0.3],
])('findFace of %s keeps the proportions of a box of which %f is cut off', async (id, share) => {
  const { box } = await bundledFace(id);
  const left = Math.round(box.x + share * box.width);
  const crop = { x: left, y: 0, width: 768 - left, height: 768 };
  const face = await findFace(await pictureOf(croppedPortrait(id, crop)), realExaminer);
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
    const face = await findFace(picture, realExaminer);
    expect(overlap(face.box, (await bundledFace(id)).box)).toBeGreaterThan(0.85);
    expect(face.warnings).toEqual(['faces_in_background']);
  });
});

test.each(['alice', 'henry'])('findFace refuses %s in the size of a stamp', async (id) => {
  const stamp = await bundledPicture(id).resize(64, 64).toBuffer();
  const picture = await pictureOf(
    bundledPicture(id)
      .extract({ left: 0, top: 0, width: 160, height: 160 })
      .composite([{ input: stamp, left: 48, top: 48 }]),
  );
  await expect(findFace(picture, realExaminer)).rejects.toThrow(
    /^The face in the picture has \d\d × \d\d pixels; the minimum is 32 × 32\. Use a picture/,
  );
});

test.each([4, 8])('findFace refuses the tiny face that it sees in the pattern %i', async (seed) => {
  await expect(findFace(await pictureOf(patternedPicture(seed)), realExaminer)).rejects.toThrow(
    /^The face in the picture has \d\d × \d\d pixels; the minimum is 32 × 32\./,
  );
});

describe('findFace in a drawn person', () => {
  const drawn = (name: string) =>
    pictureOf(sharp(path.join(packageRoot, 'test', 'fixtures', 'portraits', `${name}.jpg`)));

  test.each(['turned-45', 'turned-60-left'])('refuses the head %s', async (name) => {
    await expect(findFace(await drawn(name), realExaminer)).rejects.toMatchObject({
      code: 'face_not_found',
      message: expect.stringMatching(/^The head is turned too far: part of the mouth is hidden\./) as string,
    });
  });

  test('draws the mouth of a head that is turned by 20° to where it is', async () => {
    const face = await findFace(await drawn('turned-20'), realExaminer);
    // The corners of the lips as they are drawn.
    const { x, y, width, height } = networkBox(face);
    for (const [px, py] of [
      [190, 216],
      [223, 214],
    ] as const) {
      expect([(px - x) / width, (py - y) / height].every((share) => share > 0.2 && share < 0.9)).toBe(true);
    }
    expect(face.warnings).toBeUndefined();
  });

  test('does not warn of a small mouth', async () => {
    expect((await findFace(await drawn('pursed'), realExaminer)).warnings).toBeUndefined();
  });

  test('finds the mouth that is open, and preparePortrait closes it', async () => {
    const picture = await drawn('open');
    const face = await findFace(picture, realExaminer);
    expect(face.openMouth).toBeDefined();
    expect(face.warnings).toBeUndefined();
    const closed = await preparePortrait(picture, face);
    expect(closed.face.openMouth).toBeUndefined();
    const again = mainFace(await examineFaces(closed.picture, realExaminer), picture);
    expect(again && mouthOpening(again.mesh)).toBeLessThan(0.08);
  });
});

test.each([
  [{ ground: '#a9d3e8', hair: '#6d4733', skin: '#f9d9bd', iris: '#3c7a5e', lips: '#8a3b34' }, 68],
  [{ ground: '#d8c8f0', hair: '#d9b24c', skin: '#ffe3cf', iris: '#3a6fb0', lips: '#b0474a' }, 30],
])('findFace warns of a face in flat colors, and not of its small mouth: %j', async (colors, mouthWidth) => {
  expect((await findFace(await pictureOf(flatFace(colors, mouthWidth)), realExaminer)).warnings).toEqual([
    'face_drawn',
  ]);
});

describe('findFace warns of a covered mouth', () => {
  const covers: Readonly<Record<string, string>> = {
    'a white mask': '<rect x="270" y="420" width="230" height="140" rx="50" fill="#e8ecef"/>',
    'a hand':
      '<g fill="#c08a70" stroke="#7a5040" stroke-width="3"><rect x="300" y="410" width="45" height="230" rx="22"/><rect x="345" y="405" width="45" height="235" rx="22"/><rect x="390" y="410" width="45" height="230" rx="22"/><rect x="435" y="420" width="45" height="220" rx="22"/></g>',
    'a microphone': '<circle cx="384" cy="485" r="65" fill="#2b2b2f"/>',
  };

  test.each([
    ['alice', 'a white mask'],
    ['amina', 'a hand'],
    ['alice', 'a microphone'],
    ['diego', 'a microphone'],
  ])('of %s, by %s', async (id, cover) => {
    const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="768" height="768">${covers[cover] ?? ''}</svg>`;
    const picture = await pictureOf(
      bundledPicture(id)
        .composite([{ input: Buffer.from(svg) }])
        .removeAlpha(),
    );
    expect((await findFace(picture, realExaminer)).warnings).toEqual(['mouth_covered']);
  });
});
