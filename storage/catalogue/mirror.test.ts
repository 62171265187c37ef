import { readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { gathered } from '../../test/fixtures/streams.js';
import { temporaryFolder } from '../../test/fixtures/temporary-folder.js';
import { writeDocument } from '../documents.js';
import { FolderStore } from '../folder/folder-store.js';
import { mirrorObjects } from './mirror.js';

let store: FolderStore;
let cache: string;

beforeEach(async () => {
  store = new FolderStore(await temporaryFolder());
  cache = await temporaryFolder();
  await writeDocument(store, 'models/a.graphs/manifest.json', '{}');
  await writeDocument(store, 'models/b.pth', 'weights');
});

async function mirrored(signal?: AbortSignal): Promise<string> {
  return mirrorObjects(
    store,
    await gathered(store.list('models/')),
    { prefix: 'models/', folder: cache },
    signal,
  );
}

describe('mirrorObjects', () => {
  test('writes the objects below a prefix to files', async () => {
    const folder = await mirrored();
    expect(await readFile(path.join(folder, 'a.graphs', 'manifest.json'), 'utf8')).toBe('{}');
    expect(await readFile(path.join(folder, 'b.pth'), 'utf8')).toBe('weights');
  });

  test('downloads each version once', async () => {
    const folder = await mirrored();
    const get = vi.spyOn(store, 'get');
    expect(await mirrored()).toBe(folder);
    expect(get).not.toHaveBeenCalled();
  });

  test('downloads a new version to a separate folder and keeps the old one', async () => {
    const old = await mirrored();
    await writeDocument(store, 'models/b.pth', 'WEIGHTS');
    const folder = await mirrored();
    expect(await readFile(path.join(folder, 'b.pth'), 'utf8')).toBe('WEIGHTS');
    expect(await readFile(path.join(old, 'b.pth'), 'utf8')).toBe('weights');
  });

  test('downloads an incomplete file again', async () => {
    const folder = await mirrored();
    await writeFile(path.join(folder, 'b.pth'), 'wei');
    await mirrored();
    expect(await readFile(path.join(folder, 'b.pth'), 'utf8')).toBe('weights');
  });

  test('leaves no partial files after an abort', async () => {
    await expect(mirrored(AbortSignal.abort(new Error('enough')))).rejects.toThrow();
    const files = (await readdir(cache, { recursive: true })).filter((name) => /pth|json/.test(name));
    expect(files).toEqual([]);
  });
});
