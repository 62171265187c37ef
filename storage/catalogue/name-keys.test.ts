import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { avatarNameSchema } from '../../domain/avatar-name.js';
import { temporaryFolder } from '../../test/fixtures/temporary-folder.js';
import { FolderStore } from '../folder/folder-store.js';
import { isKey } from '../store.js';
import { Catalogue } from './catalogue.js';
import { nameInKey, nameKey } from './name-keys.js';
import { addPortrait, deletePortrait } from './write-portrait.js';
import { gathered } from '../../test/fixtures/streams.js';

describe('the key of a name', () => {
  test('is a key of the store and a file name for every name, and contains the name', () => {
    const names = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 40 });
    fc.assert(
      fc.property(names, (text) => {
        const { data: name } = avatarNameSchema.safeParse(text);
        fc.pre(name !== undefined);
        const key = nameKey('ida', name);
        expect(isKey(key)).toBe(true);
        expect(key.length - 'ida.name/'.length).toBeLessThanOrEqual(255);
        expect(nameInKey(key)).toEqual({ id: 'ida', name });
      }),
    );
  });

  test.each(['ida.png', 'ida.json', 'Ida.name/SWRh', 'ida.name/', 'ida.name/a.name/b', '.name/SWRh'])(
    'is not %s',
    (key) => {
      expect(nameInKey(key)).toBe(undefined);
    },
  );
});

test.each([
  ['  Tante \n Zoë ', 'Tante Zoë'],
  ['Zoe\u0308', 'Zoë'],
  ['<b>$&</b>', '<b>$&</b>'],
  ['', undefined],
  ['   ', undefined],
  ['a\u0000b', undefined],
  ['a\u202eb', undefined],
  ['x'.repeat(41), undefined],
])('the name %j is kept as %j', (typed, name) => {
  expect(avatarNameSchema.safeParse(typed).data).toBe(name);
});

test('a portrait is listed and found under its name, which is deleted with it', async () => {
  const source = { store: new FolderStore(await temporaryFolder()), prefix: 'avatars/' };
  const catalogue = new Catalogue([source]);
  const portrait = { extension: '.jpg', bytes: Buffer.from('a picture'), metadata: {} };
  await addPortrait(source, { ...portrait, id: 'zoe', name: 'Tante Zoë' }, 'first');
  await addPortrait(source, { ...portrait, id: 'zoe-2' }, 'second');
  const named = (await catalogue.list()).map(({ id, name }) => [id, name]);
  expect(named).toEqual([
    ['zoe', 'Tante Zoë'],
    ['zoe-2', undefined],
  ]);
  expect(await catalogue.find('zoe')).toMatchObject({ name: 'Tante Zoë' });
  expect(await catalogue.find('zoe-2')).not.toHaveProperty('name');
  // A repeated delivery of the request changes nothing.
  await addPortrait(source, { ...portrait, id: 'zoe', name: 'Tante Zoë' }, 'first');
  await deletePortrait(source, 'zoe');
  await deletePortrait(source, 'zoe-2');
  expect(await gathered(source.store.list(''))).toEqual([]);
});
