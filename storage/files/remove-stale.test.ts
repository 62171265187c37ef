import { mkdir, readdir, utimes, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, test, vi } from 'vitest';
import { readSettings } from '../../config/settings.js';
import { temporaryFolder } from '../../test/fixtures/temporary-folder.js';
import { removeStale } from './remove-stale.js';
import { openStore } from '../open-store.js';

/** Makes entries that were last written to so many seconds ago; a `/` at the end makes a folder. */
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

test('what is old goes, files and folders; what is young, of another name, or kept stays', async () => {
  const folder = await temporaryFolder();
  await entries(folder, { 'a-old/': 61, 'a-file': 61, 'a-young': 30, 'a-kept': 61, other: 61 });
  const removed = await removeStale(folder, 'a-', 60, (name) => name === 'a-kept');
  expect(removed.sort()).toEqual(['a-file', 'a-old']);
  expect((await readdir(folder)).sort()).toEqual(['a-kept', 'a-young', 'other']);
});

test('a folder that is not there holds nothing', async () => {
  expect(await removeStale('/nowhere/at/all', '', 0)).toEqual([]);
});

test('a store that is opened clears away what a killed process was putting into it', async () => {
  const folder = await temporaryFolder();
  const unfinished = path.join(folder, '.unfinished');
  await mkdir(unfinished);
  await entries(unfinished, { upload: 3700, 'just-now': 10 });
  await openStore(readSettings({ STORE: pathToFileURL(folder).href }));
  await vi.waitFor(async () => expect(await readdir(unfinished)).toEqual(['just-now']));
});
