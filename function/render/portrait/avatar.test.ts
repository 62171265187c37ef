import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import { centeredFace, paintedPicture, pngOf } from '../../../test/fixtures/pictures.js';
import { temporaryFolder } from '../../../test/fixtures/temporary-folder.js';
import { Catalogue, readPortrait, writePortrait } from '../../../storage/catalogue/catalogue.js';
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

test('an avatar is its picture, and its face where that was noted', async () => {
  const bytes = await pngOf(picture);
  await writeFile(path.join(folder, 'bob.png'), bytes);
  expect(toAvatar(await readPortrait(catalogue, 'bob'))).toEqual({ id: 'bob', bytes });
  await writeFile(path.join(folder, 'bob.json'), JSON.stringify(face));
  expect(toAvatar(await readPortrait(catalogue, 'bob'))).toEqual({ id: 'bob', bytes, face });
});

test.each([
  ['are of another kind', '{"name": "Bob"}'],
  ['are of another version', JSON.stringify({ box: face.box })],
  ['are no JSON', '{"box":'],
])('notes that %s are no reason to fail', async (_, notes) => {
  await writeFile(path.join(folder, 'bob.png'), await pngOf(picture));
  await writeFile(path.join(folder, 'bob.json'), notes);
  expect(toAvatar(await readPortrait(catalogue, 'bob')).face).toBeUndefined();
});

test('notes are of one picture: another in its place has none', async () => {
  const [bytes, other] = [await pngOf(picture), await pngOf(paintedPicture(80, 64))];
  const source = { store: new FolderStore(folder), prefix: '' };
  await writePortrait(source, { id: 'bob', ending: '.png', bytes, notes: face });
  expect(toAvatar(await readPortrait(catalogue, 'bob'))).toEqual({ id: 'bob', bytes, face });
  await writeFile(path.join(folder, 'bob.png'), other);
  expect(toAvatar(await readPortrait(catalogue, 'bob'))).toEqual({ id: 'bob', bytes: other });
});

test.each(['alice', '../bob', 'bob.png', ''])('%j is not there: those that are, are listed', async (id) => {
  await writeFile(path.join(folder, 'bob.png'), await pngOf(picture));
  await writeFile(path.join(folder, 'carol.webp'), '');
  await writeFile(path.join(folder, 'Not An Id.png'), '');
  await expect(readPortrait(catalogue, id)).rejects.toMatchObject({
    code: 'avatar_not_found',
    message: `There is no portrait ${id}. Available: bob, carol.`,
  });
});
