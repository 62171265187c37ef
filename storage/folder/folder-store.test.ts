import { readdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { Readable } from 'node:stream';
import { pathToFileURL } from 'node:url';
import { describe, expect, test } from 'vitest';
import { temporaryFolder } from '../../test/fixtures/temporary-folder.js';
import { readDocument, writeDocument } from '../documents.js';
import { FolderStore } from './folder-store.js';
import type { Store } from '../store.js';

const plain = { contentType: 'text/plain' };

describe('a folder as a store', () => {
  test('holds objects as plain files of their names, and is made when it is needed', async () => {
    const folder = path.join(await temporaryFolder(), 'a', 'b');
    const store = new FolderStore(folder);
    expect(store.url).toBe(pathToFileURL(folder).href);
    expect(await store.head('nothing')).toBeUndefined();
    await writeDocument(store, 'videos/job.mp4', 'a video');
    expect(await readdir(path.join(folder, 'videos'))).toEqual(['job.mp4']);
  });

  test('takes files that others put there for objects', async () => {
    const folder = await temporaryFolder();
    await writeFile(path.join(folder, 'alice.png'), 'a picture');
    await writeFile(path.join(folder, 'no key.png'), 'passed over');
    const store = new FolderStore(folder);
    expect((await readDocument(store, 'alice.png'))?.text).toBe('a picture');
    const keys: string[] = [];
    for await (const { key } of store.list('')) keys.push(key);
    expect(keys).toEqual(['alice.png']);
  });

  test('gives the first byte alone, too', async () => {
    const store = new FolderStore(await temporaryFolder());
    await writeDocument(store, 'digits', '0123');
    const object = await store.get('digits', { first: 0, last: 0 });
    expect(String(await object?.body.toArray())).toBe('0');
  });

  test('keeps no more than two versions of what is swapped, and none of what is deleted', async () => {
    const folder = await temporaryFolder();
    const store = new FolderStore(folder);
    let standing = await writeDocument(store, 'claim', '0');
    for (let i = 1; i <= 20; i++) standing = await writeDocument(store, 'claim', String(i), standing);
    expect((await readDocument(store, 'claim'))?.text).toBe('20');
    expect((await readdir(path.join(folder, 'claim~'))).length).toBeLessThanOrEqual(2);
    await store.delete('claim');
    expect(await readdir(folder)).toEqual(['.unfinished']);
  });

  test('leaves nothing behind of what was refused or broke', async () => {
    const folder = await temporaryFolder();
    const store = new FolderStore(folder);
    await writeDocument(store, 'key', 'first', 'absent');
    await writeDocument(store, 'key', 'second', 'absent');
    const broken = Readable.from(breaking());
    await expect(store.put('broken', broken, plain)).rejects.toThrow('broken');
    expect(await readdir(path.join(folder, '.unfinished'))).toEqual([]);
  });

  test('signs nothing', async () => {
    const store: Store = new FolderStore(await temporaryFolder());
    await writeDocument(store, 'key', 'x');
    expect(await store.sign('key', { seconds: 60, fileName: 'x' })).toBeUndefined();
  });

  test.each([
    ['a file', aFile],
    ['not to be written', () => Promise.resolve('/sys/avatar-test')],
  ])('that is %s is refused, without its path', async (_, place) => {
    const folder = await place(path.join(await temporaryFolder(), 'store'));
    const store = new FolderStore(folder);
    const refusal = await writeDocument(store, 'key', 'x').catch((error: unknown) => error);
    expect(refusal).toMatchObject({ code: 'store_refused' });
    expect(String(refusal)).not.toContain(folder);
  });

  test('cannot hold an object below another one', async () => {
    const store = new FolderStore(await temporaryFolder());
    await writeDocument(store, 'a', 'x');
    await expect(writeDocument(store, 'a/b', 'x')).rejects.toMatchObject({ code: 'store_refused' });
  });
});

async function aFile(name: string): Promise<string> {
  await writeFile(name, 'x');
  return name;
}

async function* breaking(): AsyncGenerator<Buffer> {
  yield await Promise.resolve(Buffer.from('half'));
  throw new Error('broken');
}
