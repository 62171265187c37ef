import { createHash } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { temporaryFolder } from '../../test/fixtures/temporary-folder.js';
import {
  Catalogue,
  pictureName,
  pictureType,
  readMetadata,
  readPicture,
  type CatalogueSource,
} from './catalogue.js';
import { writePortrait } from './write-portrait.js';
import { FolderStore } from '../folder/folder-store.js';

let own: CatalogueSource;
let bundledFolder: string;
let catalogue: Catalogue;

beforeEach(async () => {
  own = { store: new FolderStore(await temporaryFolder()), prefix: 'avatars/' };
  bundledFolder = await temporaryFolder();
  catalogue = new Catalogue([own, { store: new FolderStore(bundledFolder), prefix: '' }]);
});

function bundle(name: string, content: string): Promise<void> {
  return writeFile(path.join(bundledFolder, name), content);
}

function add(id: string, extension: string, content: string, metadata: object = {}): Promise<void> {
  return writePortrait(own, { id, extension, bytes: Buffer.from(content), metadata });
}

describe('Catalogue', () => {
  test('lists pictures of every format from every source, sorted by id', async () => {
    await bundle('zoe.png', 'z');
    await bundle('bob.jpg', 'b');
    await bundle('al-1.webp', 'a');
    await bundle('LICENSE', 'no picture');
    await bundle('Bad.png', 'no id');
    await bundle('-bad.png', 'no id');
    await add('carol', '.jpeg', 'c');
    const entries = await catalogue.list();
    expect(entries.map((entry) => [entry.id, pictureType(entry)])).toEqual([
      ['al-1', 'image/webp'],
      ['bob', 'image/jpeg'],
      ['carol', 'image/jpeg'],
      ['zoe', 'image/png'],
    ]);
  });

  test('finds an id in the first source that has it', async () => {
    await bundle('alice.png', 'bundled');
    await add('alice', '.png', 'own');
    expect((await readPicture(await catalogue.find('alice'))).toString()).toBe('own');
    expect(await catalogue.list()).toHaveLength(1);
  });

  test('returns the metadata of a portrait, and undefined if it is missing or invalid', async () => {
    await add('alice', '.png', 'a', { box: [1, 2] });
    await bundle('bob.png', 'b');
    await bundle('eve.png', 'e');
    await bundle('eve.json', 'illegible');
    expect(await readMetadata(await catalogue.find('alice'))).toEqual({
      box: [1, 2],
      pictureSha256: createHash('sha256').update('a').digest('hex'),
    });
    expect(await readMetadata(await catalogue.find('bob'))).toBeUndefined();
    expect(await readMetadata(await catalogue.find('eve'))).toBeUndefined();
  });

  test('names the available portraits if the id is unknown', async () => {
    await bundle('alice.png', 'a');
    await bundle('bob.png', 'b');
    await expect(catalogue.find('carol')).rejects.toMatchObject({
      code: 'avatar_not_found',
      message: 'Portrait carol does not exist. Available: alice, bob.',
      details: { avatarId: 'carol', known: ['alice', 'bob'] },
    });
  });

  test.each(['../alice', 'alice.png', 'Alice', '', 'a/b', '-a', 'a'.repeat(65)])(
    'refuses %j because it is not a valid id',
    async (id) => {
      await bundle('alice.png', 'a');
      await expect(catalogue.find(id)).rejects.toMatchObject({ code: 'avatar_not_found' });
    },
  );

  describe('with a source that accepts any file name', () => {
    beforeEach(() => {
      const source = { store: new FolderStore(bundledFolder), prefix: '', anyName: true };
      catalogue = new Catalogue([own, source]);
    });

    test('derives ids from file names', async () => {
      await bundle('peter.JPG', 'p');
      await bundle('Paula_2.Jpeg', 'q');
      await bundle('-Zoe-.png', 'z');
      await bundle('___.png', 'no id');
      await bundle('._Paula.png', 'of another program');
      await bundle('Letter.txt', 'no picture');
      const entries = await catalogue.list();
      expect(entries.map((entry) => [entry.id, pictureName(entry), pictureType(entry)])).toEqual([
        ['paula-2', 'paula-2.jpeg', 'image/jpeg'],
        ['peter', 'peter.jpg', 'image/jpeg'],
        ['zoe', 'zoe.png', 'image/png'],
      ]);
      for (const { id, picture } of entries) expect((await catalogue.find(id)).picture).toEqual(picture);
      expect((await readPicture(await catalogue.find('paula-2'))).toString()).toBe('q');
      for (const id of ['Paula_2', 'paula_2', 'peter.JPG', 'letter']) {
        await expect(catalogue.find(id)).rejects.toMatchObject({ code: 'avatar_not_found' });
      }
    });

    test('prefers a file named exactly like the id, from any source', async () => {
      await bundle('Peter.JPG', 'by another name');
      await bundle('peter.webp', 'by its own');
      await bundle('Carol.png', 'by another name');
      await add('carol', '.png', 'added');
      for (const [id, content] of Object.entries({ peter: 'by its own', carol: 'added' })) {
        const entry = await catalogue.find(id);
        expect((await readPicture(entry)).toString()).toBe(content);
        expect((await catalogue.list()).find((other) => other.id === id)).toEqual(entry);
      }
    });
  });

  test('reports avatar_not_found if the picture is deleted between find and read', async () => {
    await add('alice', '.png', 'a');
    const entry = await catalogue.find('alice');
    await own.store.delete(entry.picture.key);
    await expect(readPicture(entry)).rejects.toMatchObject({ code: 'avatar_not_found' });
  });
});
