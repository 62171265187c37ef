import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import { temporaryFolder } from '../test/fixtures/temporary-folder.js';
import { readClips } from './clips.js';

async function folderWith(...names: string[]): Promise<string> {
  const folder = await temporaryFolder();
  for (const name of names) {
    const truth = {
      name,
      audio: `${name}.ogg`,
      kind: 'real',
      voice: 'speaker',
      language: 'it',
      text: 'sì',
      fps: 25,
      opening: [0, 1],
      closures: [[0.1, 0.2]],
      pauses: [],
      sounds: [[0, 0.1, 'rest']],
      license: 'CC0',
    };
    await writeFile(path.join(folder, `${name}.truth.json`), JSON.stringify(truth));
  }
  return folder;
}

test('readClips returns all or the chosen clips, ordered by name', async () => {
  const folder = await folderWith('b', 'a', 'c');
  expect((await readClips(folder)).map(({ truth }) => truth.name)).toEqual(['a', 'b', 'c']);
  const [clip] = await readClips(folder, ['b']);
  expect(clip).toMatchObject({ file: path.join(folder, 'b.ogg'), truth: { closures: [[0.1, 0.2]] } });
});

test('readClips names a missing clip and the available ones', async () => {
  const folder = await folderWith('a');
  await expect(readClips(folder, ['a', 'z'])).rejects.toMatchObject({
    code: 'voice_not_found',
    message: `Clip z does not exist in ${folder}. Available: a.`,
  });
});

test('readClips rejects a folder without clips', async () => {
  const folder = await temporaryFolder();
  await expect(readClips(folder)).rejects.toMatchObject({ code: 'voice_not_found' });
});
