import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { createHash } from 'node:crypto';
import path from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { faceMesh } from '../../../test/fixtures/face-meshes.js';
import { temporaryFolder } from '../../../test/fixtures/temporary-folder.js';
import type { FaceExaminer } from './examined-faces.js';
import { faceOf } from './face-of-mesh.js';
import { findFaceCached } from './known-faces.js';

const detector = { calls: 0 };
const mesh = faceMesh(150, 240, 160, 100);

const examiner: FaceExaminer = () => {
  detector.calls++;
  return Promise.resolve([{ mesh, tiltDegrees: 0 }]);
};

const picture = { width: 640, height: 480, rgb: Buffer.alloc(640 * 480 * 3) };
const bytes = Buffer.from('the file of the picture');
const expected = faceOf(mesh, picture);
const cached = `${createHash('sha256').update(bytes).digest('hex')}.json`;

let cache: string;
beforeEach(async () => {
  cache = await temporaryFolder();
  detector.calls = 0;
});

test('findFaceCached detects a face once, and saves it by the hash of the file', async () => {
  expect(await findFaceCached({ bytes, picture, cacheFolder: cache }, examiner)).toEqual(expected);
  expect(await findFaceCached({ bytes, picture, cacheFolder: cache }, examiner)).toEqual(expected);
  expect(detector.calls).toBe(1);
  expect(await readdir(path.join(cache, 'faces-5'))).toEqual([cached]);
  expect(JSON.parse(await readFile(path.join(cache, 'faces-5', cached), 'utf8'))).toEqual(expected);
});

test('findFaceCached does not detect a face that the cache knows', async () => {
  await mkdir(path.join(cache, 'faces-5'));
  await writeFile(path.join(cache, 'faces-5', cached), JSON.stringify(expected));
  expect(await findFaceCached({ bytes, picture, cacheFolder: cache }, examiner)).toEqual(expected);
  expect(detector.calls).toBe(0);
});

test('findFaceCached detects the face of another file', async () => {
  await findFaceCached({ bytes, picture, cacheFolder: cache }, examiner);
  await findFaceCached({ bytes: Buffer.from('another file'), picture, cacheFolder: cache }, examiner);
  expect(detector.calls).toBe(2);
});

describe('findFaceCached detects the face again and repairs the cache', () => {
  test.each([
    ['half of its content', '{"box":{"x":1,'],
    ['another version', '{"box":[1,2,3,4]}'],
    ['no content', ''],
  ])('for a cached file with %s', async (_, text) => {
    await mkdir(path.join(cache, 'faces-5'));
    await writeFile(path.join(cache, 'faces-5', cached), text);
    expect(await findFaceCached({ bytes, picture, cacheFolder: cache }, examiner)).toEqual(expected);
    expect(JSON.parse(await readFile(path.join(cache, 'faces-5', cached), 'utf8'))).toEqual(expected);
  });
});

test('findFaceCached works without a writable cache', async () => {
  const file = path.join(cache, 'a-file');
  await writeFile(file, '');
  expect(await findFaceCached({ bytes, picture, cacheFolder: file }, examiner)).toEqual(expected);
  expect(await findFaceCached({ bytes, picture, cacheFolder: file }, examiner)).toEqual(expected);
  expect(detector.calls).toBe(2);
});

test('findFaceCached serves two calls at the same time', async () => {
  const faces = await Promise.all(
    [1, 2, 3].map(() => findFaceCached({ bytes, picture, cacheFolder: cache }, examiner)),
  );
  expect(faces).toEqual([expected, expected, expected]);
  expect(await readdir(path.join(cache, 'faces-5'))).toEqual([cached]);
});
