import { createHash } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test, vi } from 'vitest';
import { centeredFace, paintedPicture } from '../../../test/fixtures/pictures.js';
import { temporaryFolder } from '../../../test/fixtures/temporary-folder.js';
import { findFace } from './find-face.js';
import { findFaceCached } from './known-faces.js';

const detector = vi.hoisted(() => ({ loaded: false }));

// Alone in its file, for a module is loaded once: notes whether it ever is.
vi.mock('./detector.js', () => {
  detector.loaded = true;
  const none = () => Promise.resolve([]);
  const squareView = () => Promise.resolve({ square: picture, scale: 1 });
  return { findFacesInSquare: none, findFacesInView: none, squareView };
});

const picture = paintedPicture(64, 64);
const face = centeredFace(picture);

test('the face detector is not loaded before a face must be detected', async () => {
  const cache = await temporaryFolder();
  const bytes = Buffer.from('the file of the picture');
  await mkdir(path.join(cache, 'faces-4'));
  const name = `${createHash('sha256').update(bytes).digest('hex')}.json`;
  await writeFile(path.join(cache, 'faces-4', name), JSON.stringify(face));

  expect(await findFaceCached(bytes, picture, cache)).toEqual(face);
  expect((await findFace(picture, face.box)).box).toEqual(face.box);
  expect(detector.loaded).toBe(false);
  await expect(findFace(picture)).rejects.toMatchObject({ code: 'face_not_found' });
  expect(detector.loaded).toBe(true);
});
