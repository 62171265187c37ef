import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { pino } from 'pino';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { readSettings } from '../../config/settings.js';
import { temporaryFolder } from '../../test/fixtures/temporary-folder.js';
import { openCatalogue } from './open-catalogue.js';

const lineSchema = z.object({ level: z.literal(40), msg: z.string() });

/** The ids of a catalogue with that models folder, and the warnings logged when it was opened. */
async function opened(folder: string): Promise<{ ids: string[]; warned: string[] }> {
  const warned: string[] = [];
  const log = pino({}, { write: (line) => warned.push(lineSchema.parse(JSON.parse(line)).msg) });
  const catalogue = await openCatalogue(readSettings({ MODELS_DIR: folder }), undefined, log);
  return { ids: (await catalogue.list()).map(({ id }) => id), warned };
}

test('openCatalogue warns about each unusable picture in MODELS_DIR with the reason', async () => {
  const folder = await temporaryFolder();
  const names = ['Aunt Ida.jpg', 'Alice.JPG', 'Peter.jpg', 'PETER.png', 'paula.JPG', 'eve.png'];
  for (const name of [...names, '.hidden face.png', 'Letter to Ida.txt']) {
    await writeFile(path.join(folder, name), name);
  }
  await mkdir(path.join(folder, 'Old ones.png'));
  const { ids, warned } = await opened(folder);
  expect(ids).toEqual(expect.arrayContaining(['alice', 'eve', 'paula', 'peter']));
  expect(ids).not.toContain('aunt-ida');
  expect(warned.sort()).toEqual([
    'Alice.JPG in MODELS_DIR is not used: alice.png is the portrait alice. Rename it.',
    'Aunt Ida.jpg in MODELS_DIR is not used: its name may only contain letters, digits, ".", "_" and "-". Rename it.',
    'Peter.jpg in MODELS_DIR is not used: PETER.png is the portrait peter. Rename it.',
  ]);
});

test('openCatalogue does not warn about a clean or missing MODELS_DIR', async () => {
  const folder = await temporaryFolder();
  await writeFile(path.join(folder, 'eve.png'), 'e');
  expect((await opened(folder)).warned).toEqual([]);
  expect((await opened(path.join(folder, 'none'))).warned).toEqual([]);
  expect((await opened(path.join(folder, 'eve.png'))).warned).toEqual([]);
});
