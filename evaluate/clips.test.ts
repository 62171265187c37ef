import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import { temporaryFolder } from '../test/fixtures/temporary-folder.js';
import { readClips } from './clips.js';

async function folderWith(...names: string[]): Promise<string> {
  const folder = await temporaryFolder();
  for (const name of names) {
    const truth = {
      ...{ name, audio: `${name}.ogg`, kind: 'real', voice: 'someone', language: 'it', text: 'sì', fps: 25 },
      ...{ opening: [0, 1], closures: [[0.1, 0.2]], pauses: [], sounds: [[0, 0.1, 'rest']], license: 'CC0' },
    };
    await writeFile(path.join(folder, `${name}.truth.json`), JSON.stringify(truth));
  }
  return folder;
}

test('clips are read in the order of their names, all or those that are chosen', async () => {
  const folder = await folderWith('b', 'a', 'c');
  expect((await readClips(folder)).map(({ truth }) => truth.name)).toEqual(['a', 'b', 'c']);
  const [clip] = await readClips(folder, ['b']);
  expect(clip).toMatchObject({ file: path.join(folder, 'b.ogg'), truth: { closures: [[0.1, 0.2]] } });
});

test('a clip that is not there is named, with those that are', async () => {
  const folder = await folderWith('a');
  await expect(readClips(folder, ['a', 'z'])).rejects.toMatchObject({
    code: 'voice_not_found',
    message: `There is no clip z in ${folder}. Available: a.`,
  });
});

test('an empty folder is said to be empty', async () => {
  const folder = await temporaryFolder();
  await expect(readClips(folder)).rejects.toMatchObject({ code: 'voice_not_found' });
});
