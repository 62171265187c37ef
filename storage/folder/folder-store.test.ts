import { readdir, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { Readable } from 'node:stream';
import { pathToFileURL } from 'node:url';
import { describe, expect, test } from 'vitest';
import { temporaryFolder } from '../../test/fixtures/temporary-folder.js';
import { readDocument, writeDocument } from '../documents.js';
import { FolderStore } from './folder-store.js';
import type { Store } from '../store.js';

const plain = { contentType: 'text/plain' };

describe('FolderStore', () => {
  test('creates its folder on the first write and stores objects as plain files', async () => {
    const folder = path.join(await temporaryFolder(), 'a', 'b');
    const store = new FolderStore(folder);
    expect(store.url).toBe(pathToFileURL(folder).href);
    expect(await store.head('nothing')).toBeUndefined();
    await writeDocument(store, 'videos/job.mp4', 'a video');
    expect(await readdir(path.join(folder, 'videos'))).toEqual(['job.mp4']);
  });

  test('lets only its own user read what it stores', async () => {
    const folder = path.join(await temporaryFolder(), 'store');
    const store = new FolderStore(folder);
    const first = await writeDocument(store, 'jobs/job/lease.json', '{}', 'absent');
    await writeDocument(store, 'jobs/job/lease.json', '{"a":1}', first);
    for (const name of ['', 'jobs', 'jobs/job', 'jobs/job/lease.json~'])
      expect((await stat(path.join(folder, name))).mode & 0o777).toBe(0o700);
    for (const name of ['jobs/job/lease.json', 'jobs/job/lease.json~/1'])
      expect((await stat(path.join(folder, name))).mode & 0o777).toBe(0o600);
  });

  test('removes the folder of a job with its last object, and survives writes at the same time', async () => {
    const folder = await temporaryFolder();
    const store = new FolderStore(folder);
    for (let round = 0; round < 20; round++) {
      await writeDocument(store, 'jobs/job/outcome.json', '{}');
      const [, written] = await Promise.all([
        store.delete('jobs/job/outcome.json'),
        writeDocument(store, 'jobs/job/request.json', '{}', 'absent'),
        writeDocument(store, 'jobs/job/progress.json', '{}'),
      ]);
      expect(written).toBeDefined();
      await store.delete('jobs/job/request.json');
      expect(await readdir(path.join(folder, 'jobs'))).toEqual(['job']);
      await store.delete('jobs/job/progress.json');
      expect(await readdir(path.join(folder, 'jobs'))).toEqual([]);
    }
  });

  test('lists files that other programs put into the folder', async () => {
    const folder = await temporaryFolder();
    await writeFile(path.join(folder, 'alice.png'), 'a picture');
    await writeFile(path.join(folder, 'no key.png'), 'ignored');
    const store = new FolderStore(folder);
    expect((await readDocument(store, 'alice.png'))?.text).toBe('a picture');
    const keys: string[] = [];
    for await (const { key } of store.list('')) keys.push(key);
    expect(keys).toEqual(['alice.png']);
  });

  test('returns a range of one byte', async () => {
    const store = new FolderStore(await temporaryFolder());
    await writeDocument(store, 'digits', '0123');
    const object = await store.get('digits', { first: 0, last: 0 });
    expect(String(await object?.body.toArray())).toBe('0');
  });

  test('keeps at most two versions of a replaced object and none of a deleted one', async () => {
    const folder = await temporaryFolder();
    const store = new FolderStore(folder);
    let current = await writeDocument(store, 'lease', '0');
    for (let i = 1; i <= 20; i++) current = await writeDocument(store, 'lease', String(i), current);
    expect((await readDocument(store, 'lease'))?.text).toBe('20');
    expect((await readdir(path.join(folder, 'lease~'))).length).toBeLessThanOrEqual(2);
    await store.delete('lease');
    expect(await readdir(folder)).toEqual(['.unfinished']);
  });

  test('leaves no files behind after a refused or broken put', async () => {
    const folder = await temporaryFolder();
    const store = new FolderStore(folder);
    await writeDocument(store, 'key', 'first', 'absent');
    await writeDocument(store, 'key', 'second', 'absent');
    const broken = Readable.from(breaking());
    await expect(store.put('broken', broken, plain)).rejects.toThrow('broken');
    expect(await readdir(path.join(folder, '.unfinished'))).toEqual([]);
  });

  test('has no signed URLs', async () => {
    const store: Store = new FolderStore(await temporaryFolder());
    await writeDocument(store, 'key', 'x');
    expect(await store.sign('key', { seconds: 60, fileName: 'x' })).toBeUndefined();
  });

  test.each([
    ['a file', aFile],
    ['read-only', () => Promise.resolve('/sys/avatar-test')],
  ])('refuses a folder that is %s, without its path in the message', async (_, place) => {
    const folder = await place(path.join(await temporaryFolder(), 'store'));
    const store = new FolderStore(folder);
    const refusal = await writeDocument(store, 'key', 'x').catch((error: unknown) => error);
    expect(refusal).toMatchObject({ code: 'store_refused' });
    expect(String(refusal)).not.toContain(folder);
  });

  test('refuses a key below the key of another object', async () => {
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
