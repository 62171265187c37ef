import { copyFile, readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import sharp from 'sharp';
import { beforeEach, describe, expect, test } from 'vitest';
import { packageRoot } from '../config/package-root.js';
import { faceSchema } from '../function/render/portrait/face.js';
import { avatar } from './fixtures/avatar-command.js';
import { paintedPicture, pngOf } from './fixtures/pictures.js';
import { tone } from './fixtures/signals.js';
import { temporaryFolder } from './fixtures/temporary-folder.js';
import { waveFile } from './fixtures/wave-file.js';

let folder: string;
beforeEach(async () => {
  folder = await temporaryFolder();
  await writeFile(path.join(folder, 'Somebody.png'), await pngOf(paintedPicture(160, 120)));
});

const inModels = (...names: string[]) => path.join(folder, 'models', ...names);

test('a portrait is added with its face, and a preview shows both; then it can speak', async () => {
  await copyFile(path.join(packageRoot, 'avatars', 'alice.png'), path.join(folder, 'portrait.png'));
  const end = await avatar(folder, ['add', 'portrait.png', '--id', 'carol']);
  expect(end).toMatchObject({ exitCode: 0, stderr: '', left: [] });
  // The folder in which the store finishes its files does not count.
  const names = (await readdir(inModels())).filter((name) => !name.startsWith('.'));
  expect(names.sort()).toEqual(['carol.json', 'carol.png', 'previews']);
  expect(await readFile(inModels('carol.png'))).toEqual(await readFile(path.join(folder, 'portrait.png')));

  const { box, mouth } = faceSchema.parse(JSON.parse(await readFile(inModels('carol.json'), 'utf8')));
  expect(mouth.length).toBeGreaterThan(10);
  expect(end.stdout).toBe(
    `carol: added, face at ${[box.x, box.y, box.width, box.height].join(',')}; preview in ${inModels('previews', 'carol.png')}\n`,
  );
  const [preview, portrait] = await Promise.all(
    [inModels('previews', 'carol.png'), inModels('carol.png')].map((file) => sharp(file).metadata()),
  );
  expect([preview?.width, preview?.height]).toEqual([portrait?.width, portrait?.height]);

  await writeFile(path.join(folder, 'voice.wav'), waveFile(tone(0.2, 300)));
  const rendered = await avatar(folder, [
    'render',
    '--avatar',
    'carol',
    '--voice',
    'voice.wav',
    '--out',
    'out.mp4',
  ]);
  expect(rendered.stdout).toContain('out.mp4: 5 frames');
});

test('the face can be given by hand, and the id is the name of the file', async () => {
  const end = await avatar(folder, ['add', 'Somebody.png', '--face', '50,20,60,70']);
  expect(end).toMatchObject({ exitCode: 0, stderr: '' });
  expect(end.stdout).toMatch(/^somebody: added, face at 50,20,60,70; preview in /);
  const face = faceSchema.parse(JSON.parse(await readFile(inModels('somebody.json'), 'utf8')));
  expect(face.box).toEqual({ x: 50, y: 20, width: 60, height: 70 });
});

describe('what cannot be added is said, and nothing is', () => {
  test.each([
    ['a picture without a face', ['Somebody.png'], 'face_not_found', 3],
    ['an id of other letters', ['Somebody.png', '--id', 'Some_Body'], 'request_invalid', 2],
    ['a face outside of the picture', ['Somebody.png', '--face', '150,20,60,70'], 'face_box_invalid', 3],
    ['a file that is not there', ['none.png'], 'portrait_unreadable', 3],
    ['a file with another ending', ['voice.wav'], 'portrait_unreadable', 3],
  ])('%s', async (_, parameters, code, exitCode) => {
    await writeFile(path.join(folder, 'voice.wav'), waveFile(tone(0.2)));
    const end = await avatar(folder, ['add', ...parameters]);
    expect(end).toMatchObject({ exitCode, stdout: '', left: [] });
    expect(end.stderr).toMatch(new RegExp(`^${code}: .{10}`));
    expect((await readdir(folder)).sort()).toEqual(['Somebody.png', 'tmp', 'voice.wav']);
  });
});
