import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import { packageRoot } from '../../../config/package-root.js';
import { overlap } from '../../../test/fixtures/bundled-portraits.js';
import { randomNumbers } from '../../../test/fixtures/random.js';
import { realExaminer } from '../../../test/fixtures/small-networks.js';
import { findFace } from './find-face.js';
import { decodePicture, type Picture } from '../picture/decode-picture.js';

/* The real detector, on the portraits that ship with the project. */

const folder = path.join(packageRoot, 'avatars');
const names = (await readdir(folder)).filter((name) => name.endsWith('.png'));
const limits = { maxPixels: 50_000_000, background: '#ffffff' };

const file = (name: string) => readFile(path.join(folder, name));
const decoded = (bytes: Uint8Array) => decodePicture(bytes, limits);

test('the test portraits include alice', () => {
  expect(names).toContain('alice.png');
});

describe.each(names)('findFaces in the portrait %s', (name) => {
  test('finds one face, with an uncovered mouth in the lower half of its box', async () => {
    const picture = await decoded(await file(name));
    const { box, mouth, warnings } = await findFace(picture, realExaminer);
    // Henry's moustache hangs over his upper lip.
    expect(warnings).toEqual(name.startsWith('henry') ? ['lips_hidden'] : undefined);
    expect(box.width).toBeGreaterThan(0.15 * picture.width);
    expect(box.height / box.width).toBeGreaterThan(0.8);
    expect(box.height / box.width).toBeLessThan(1.6);
    const [xs, ys] = [mouth.map(([x]) => x), mouth.map(([, y]) => y)];
    expect(Math.min(...ys)).toBeGreaterThan(box.y + 0.4 * box.height);
    expect(Math.max(...ys)).toBeLessThan(box.y + 1.05 * box.height);
    expect(Math.min(...xs)).toBeGreaterThan(box.x - 0.05 * box.width);
    expect(Math.max(...xs)).toBeLessThan(box.x + 1.05 * box.width);
  });
});

test('findFaces locates a face in a wide, a tall, and a small picture', async () => {
  const picture = await decoded(await file('alice.png'));
  const { box } = await findFace(picture, realExaminer);
  const alone = sharp(picture.rgb, { raw: { width: picture.width, height: picture.height, channels: 3 } });
  const gray = { background: '#777777' };

  const wide = await alone
    .clone()
    .extend({ left: picture.width, ...gray })
    .png()
    .toBuffer();
  const found = await findFace(await decoded(wide), realExaminer);
  expect(overlap(found.box, { ...box, x: box.x + picture.width })).toBeGreaterThan(0.85);

  const tall = await alone
    .clone()
    .extend({ bottom: picture.height, ...gray })
    .png()
    .toBuffer();
  expect(overlap((await findFace(await decoded(tall), realExaminer)).box, box)).toBeGreaterThan(0.85);

  const small = await alone.clone().resize(128).png().toBuffer();
  const scale = 128 / picture.width;
  const [x, y, width, height] = [box.x, box.y, box.width, box.height].map((value) => value * scale);
  const smallBox = { x: x ?? 0, y: y ?? 0, width: width ?? 0, height: height ?? 0 };
  expect(overlap((await findFace(await decoded(small), realExaminer)).box, smallBox)).toBeGreaterThan(0.8);
});

test('findFace lists the boxes of both faces in two portraits side by side', async () => {
  const [one, two] = await Promise.all(
    [names[0], names[1]].map(async (name) =>
      sharp(await file(name ?? ''))
        .resize(512, 512)
        .png()
        .toBuffer(),
    ),
  );
  const both = await sharp({ create: { width: 1024, height: 512, channels: 3, background: '#777777' } })
    .composite([
      { input: one ?? Buffer.alloc(0), left: 0, top: 0 },
      { input: two ?? Buffer.alloc(0), left: 512, top: 0 },
    ])
    .png()
    .toBuffer();
  const failure: unknown = await findFace(await decoded(both), realExaminer).catch((error: unknown) => error);
  expect(failure).toMatchObject({ code: 'faces_several' });
  const { message } = failure instanceof Error ? failure : { message: '' };
  const boxes = [...message.matchAll(/(\d+),(\d+),(\d+),(\d+)/g)].map(([, ...sides]) => sides.map(Number));
  expect(boxes).toHaveLength(2);
  const lefts = boxes.map(([x = 0]) => x).sort((a, b) => a - b);
  expect(lefts[0]).toBeLessThan(512);
  expect(lefts[1]).toBeGreaterThan(512);
});

describe('findFaces finds no face', () => {
  const side = 400;
  const drawn = (value: (x: number, y: number, channel: number) => number): Picture => ({
    width: side,
    height: side,
    rgb: Buffer.from(
      Uint8Array.from({ length: side * side * 3 }, (_, i) => {
        const pixel = Math.floor(i / 3);
        return value(pixel % side, Math.floor(pixel / side), i % 3);
      }),
    ),
  });
  const random = randomNumbers(5);

  test.each([
    ['a gradient', drawn((x, y, channel) => [x / 2, y / 2, 128][channel] ?? 0)],
    ['noise', drawn(() => 255 * random())],
    ['one color', drawn(() => 200)],
  ])('in %s', async (_, picture) => {
    await expect(findFace(picture, realExaminer)).rejects.toMatchObject({
      code: 'face_not_found',
      details: { boxes: [] },
    });
  });
});
