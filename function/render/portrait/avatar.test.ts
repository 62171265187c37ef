import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import { centeredFace, paintedPicture, pngOf } from '../../../test/fixtures/pictures.js';
import { temporaryFolder } from '../../../test/fixtures/temporary-folder.js';
import { Catalogue, readPortrait } from '../../../storage/catalogue/catalogue.js';
import { writePortrait } from '../../../storage/catalogue/write-portrait.js';
import { FolderStore } from '../../../storage/folder/folder-store.js';
import { toAvatar } from './avatar.js';

let folder: string;
let catalogue: Catalogue;
beforeEach(async () => {
  folder = await temporaryFolder();
  catalogue = new Catalogue([{ store: new FolderStore(folder), prefix: '' }]);
});

const picture = paintedPicture(64, 64);
const face = centeredFace(picture);

test('toAvatar returns the picture, and the face if the metadata has one', async () => {
  const bytes = await pngOf(picture);
  await writeFile(path.join(folder, 'bob.png'), bytes);
  expect(toAvatar(await readPortrait(catalogue, 'bob'))).toEqual({ id: 'bob', bytes });
  await writeFile(path.join(folder, 'bob.json'), JSON.stringify(face));
  expect(toAvatar(await readPortrait(catalogue, 'bob'))).toEqual({ id: 'bob', bytes, face });
});

test.each([
  ['is of another kind', '{"name": "Bob"}'],
  ['is of another version', JSON.stringify({ box: face.box })],
  ['is not JSON', '{"box":'],
])('toAvatar ignores metadata that %s', async (_, metadata) => {
  await writeFile(path.join(folder, 'bob.png'), await pngOf(picture));
  await writeFile(path.join(folder, 'bob.json'), metadata);
  expect(toAvatar(await readPortrait(catalogue, 'bob')).face).toBeUndefined();
});

test('toAvatar ignores the metadata of a picture that was replaced', async () => {
  const [bytes, other] = [await pngOf(picture), await pngOf(paintedPicture(80, 64))];
  const source = { store: new FolderStore(folder), prefix: '' };
  await writePortrait(source, { id: 'bob', extension: '.png', bytes, metadata: face });
  expect(toAvatar(await readPortrait(catalogue, 'bob'))).toEqual({ id: 'bob', bytes, face });
  await writeFile(path.join(folder, 'bob.png'), other);
  expect(toAvatar(await readPortrait(catalogue, 'bob'))).toEqual({ id: 'bob', bytes: other });
});

test.each(['alice', '../bob', 'bob.png', ''])(
  'readPortrait lists the available portraits if %j does not exist',
  async (id) => {
    await writeFile(path.join(folder, 'bob.png'), await pngOf(picture));
    await writeFile(path.join(folder, 'carol.webp'), '');
    await writeFile(path.join(folder, 'Not An Id.png'), '');
    await expect(readPortrait(catalogue, id)).rejects.toMatchObject({
      code: 'avatar_not_found',
      message: `Portrait ${id} does not exist. Available: bob, carol.`,
    });
  },
);
