import { mkdir, readdir, utimes, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, test, vi } from 'vitest';
import { readSettings } from '../../config/settings.js';
import { temporaryFolder } from '../../test/fixtures/temporary-folder.js';
import { removeStale } from './remove-stale.js';
import { openStore } from '../open-store.js';

/** Creates entries with the given ages in seconds. A name that ends with `/` creates a folder. */
async function entries(folder: string, ages: Readonly<Record<string, number>>): Promise<void> {
  for (const [name, secondsAgo] of Object.entries(ages)) {
    const entry = path.join(folder, name);
    if (name.endsWith('/')) {
      await mkdir(entry, { recursive: true });
      await writeFile(path.join(entry, 'part'), 'half');
    } else {
      await writeFile(entry, 'half');
    }
    const then = Date.now() / 1000 - secondsAgo;
    await utimes(entry, then, then);
  }
}

test('removeStale removes old files and folders and keeps young, differently named and excluded ones', async () => {
  const folder = await temporaryFolder();
  await entries(folder, { 'a-old/': 61, 'a-file': 61, 'a-young': 30, 'a-kept': 61, other: 61 });
  const removed = await removeStale(folder, 'a-', 60, (name) => name === 'a-kept');
  expect(removed.sort()).toEqual(['a-file', 'a-old']);
  expect((await readdir(folder)).sort()).toEqual(['a-kept', 'a-young', 'other']);
});

test('removeStale finds nothing in a missing folder', async () => {
  expect(await removeStale('/nowhere/at/all', '', 0)).toEqual([]);
});

test('openStore removes the unfinished uploads of killed processes', async () => {
  const folder = await temporaryFolder();
  const unfinished = path.join(folder, '.unfinished');
  await mkdir(unfinished);
  await entries(unfinished, { upload: 3700, 'just-now': 10 });
  await openStore(readSettings({ STORE: pathToFileURL(folder).href }));
  await vi.waitFor(async () => expect(await readdir(unfinished)).toEqual(['just-now']));
});
