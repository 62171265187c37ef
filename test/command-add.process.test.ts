import { readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import sharp from 'sharp';
import { beforeEach, describe, expect, test } from 'vitest';
import { faceSchema } from '../function/render/face/face.js';
import { avatar, avatarProcess } from './fixtures/avatar-command.js';
import { coveredWarning, portraitWithMicrophone } from './fixtures/bundled-portraits.js';
import { paintedPicture, pngOf } from './fixtures/pictures.js';
import { tone } from './fixtures/signals.js';
import { temporaryFolder } from './fixtures/temporary-folder.js';
import { waveFile } from './fixtures/wave-file.js';

/** Detecting a face loads the detector first. */

let folder: string;
beforeEach(async () => {
  folder = await temporaryFolder();
  await writeFile(path.join(folder, 'Someone.png'), await pngOf(paintedPicture(160, 120)));
});

const inModels = (...names: string[]) => path.join(folder, 'models', ...names);

test('the add command adds a portrait with its face and a preview, warns of a covered mouth, and it can be rendered', async () => {
  await writeFile(path.join(folder, 'portrait.png'), await portraitWithMicrophone());
  const end = await avatar(folder, ['add', 'portrait.png', '--id', 'carol']);
  expect(end).toMatchObject({ exitCode: 0, stderr: '', left: [] });
  // Without the folder for the store's unfinished files.
  const names = (await readdir(inModels())).filter((name) => !name.startsWith('.'));
  expect(names.sort()).toEqual(['carol.json', 'carol.png', 'previews']);
  expect(await readFile(inModels('carol.png'))).toEqual(await readFile(path.join(folder, 'portrait.png')));

  const { box, mouth } = faceSchema.parse(JSON.parse(await readFile(inModels('carol.json'), 'utf8')));
  expect(mouth.length).toBeGreaterThan(10);
  expect(end.stdout).toBe(
    `carol: added, face at ${[box.x, box.y, box.width, box.height].join(',')}; preview in ${inModels('previews', 'carol.png')}\n` +
      `carol: warning: ${coveredWarning.message}\n`,
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

test('the add command accepts a face box, and derives the id from the file name', async () => {
  const end = await avatarProcess(folder, ['add', 'Someone.png', '--face', '50,20,60,70']);
  expect(end).toMatchObject({ exitCode: 0, stderr: '' });
  expect(end.stdout).toMatch(/^someone: added, face at 50,20,60,70; preview in /);
  const face = faceSchema.parse(JSON.parse(await readFile(inModels('someone.json'), 'utf8')));
  expect(face.box).toEqual({ x: 50, y: 20, width: 60, height: 70 });
});

describe('the add command adds nothing', () => {
  test.each([
    ['if the picture contains no face', ['Someone.png'], 'face_not_found', 3],
    ['if the id contains other characters', ['Someone.png', '--id', 'Some_Body'], 'request_invalid', 2],
    [
      'if the face box is outside the picture',
      ['Someone.png', '--face', '150,20,60,70'],
      'face_box_invalid',
      3,
    ],
    ['if the file does not exist', ['none.png'], 'portrait_unreadable', 3],
    ['if the file has another extension', ['voice.wav'], 'portrait_unreadable', 3],
  ])('%s', async (_, parameters, code, exitCode) => {
    await writeFile(path.join(folder, 'voice.wav'), waveFile(tone(0.2)));
    const end = await avatar(folder, ['add', ...parameters]);
    expect(end).toMatchObject({ exitCode, stdout: '', left: [] });
    expect(end.stderr).toMatch(new RegExp(`^${code}: .{10}`));
    expect((await readdir(folder)).sort()).toEqual(['Someone.png', 'tmp', 'voice.wav']);
  });
});
