import { mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import { avatar, avatarProcess } from './fixtures/avatar-command.js';
import { decodedFrames } from './fixtures/media.js';
import { paintedPicture, pngOf } from './fixtures/pictures.js';
import { tone } from './fixtures/signals.js';
import { temporaryFolder } from './fixtures/temporary-folder.js';
import { tinyModel } from './fixtures/tiny-model.js';
import { waveFile } from './fixtures/wave-file.js';
import { serve } from './fixtures/web-server.js';

let folder: string;
beforeEach(async () => {
  folder = await temporaryFolder();
  await writeFile(path.join(folder, 'face.png'), await pngOf(paintedPicture(160, 120)));
  await writeFile(path.join(folder, 'voice.wav'), waveFile(tone(1.01, 300)));
});

const picture = ['--avatar', 'face.png', '--face', '50,20,60,70'];

test('the render command turns a picture and a voice into a video and prints one line', async () => {
  const end = await avatarProcess(folder, [
    'render',
    ...picture,
    '--voice',
    'voice.wav',
    '--out',
    'deep/er/out.mp4',
  ]);
  expect(end.stderr).toBe(
    'fetching the voice\npreparing the portrait\nmoving the lips\nfinishing the video\n',
  );
  expect(end.stdout).toMatch(
    /^deep\/er\/out\.mp4: 26 frames, 1\.04 s, 160 × 120, in \d+\.\d s \(\d+ frames\/s, tiny\.pth\)\n$/,
  );
  expect(end).toMatchObject({ exitCode: 0, signal: null, left: [] });
  expect(await readdir(path.join(folder, 'deep', 'er'))).toEqual(['out.mp4']);
  expect(await decodedFrames(path.join(folder, 'deep/er/out.mp4'), 160, 120)).toHaveLength(26);
});

test('the render command writes identical videos of a catalogue portrait and a voice URL', async () => {
  const voice = await serve(
    (_, response) => void readFile(path.join(folder, 'voice.wav')).then((w) => response.end(w)),
  );
  const parameters = [
    'render',
    '--avatar',
    'alice',
    '--voice',
    `${voice}/v.wav`,
    '--out',
    'out.mp4',
    '--fps',
    '12.5',
  ];
  const allowed = { VOICE_ALLOW_PRIVATE: 'loopback' };
  const first = await avatar(folder, parameters, allowed);
  expect(first.stderr).not.toContain(':');
  expect(first).toMatchObject({ exitCode: 0, left: [] });
  expect(first.stdout).toContain('out.mp4: 13 frames, 1.04 s, ');
  const video = await readFile(path.join(folder, 'out.mp4'));

  const again = await avatar(folder, parameters, allowed);
  expect(again.exitCode).toBe(0);
  expect(video.equals(await readFile(path.join(folder, 'out.mp4')))).toBe(true);
});

test('the render command imports a checkpoint once', async () => {
  const checkpoint = path.join(folder, 'models', 'wav2lip_gan.pth');
  await mkdir(path.dirname(checkpoint));
  await writeFile(checkpoint, await readFile(tinyModel().legacy));
  const parameters = ['render', ...picture, '--voice', 'voice.wav', '--out', 'out.mp4'];
  const end = await avatar(folder, parameters, { WAV2LIP_CHECKPOINT: '' });
  expect(end).toMatchObject({ exitCode: 0, left: [] });
  expect(end.stdout).toContain('wav2lip_gan.pth)');
  const graphs = path.join(folder, 'models', 'wav2lip_gan.graphs');
  const before = (await stat(path.join(graphs, 'model.json'))).mtimeMs;
  await avatar(folder, parameters, { WAV2LIP_CHECKPOINT: '' });
  expect((await stat(path.join(graphs, 'model.json'))).mtimeMs).toBe(before);
});

test('the render command replaces an existing video only if it succeeds', async () => {
  const out = path.join(folder, 'out.mp4');
  await writeFile(out, 'the old video');
  const failed = await avatarProcess(folder, [
    'render',
    ...picture,
    '--voice',
    'none.wav',
    '--out',
    'out.mp4',
  ]);
  expect(failed.exitCode).toBe(4);
  expect(await readFile(out, 'utf8')).toBe('the old video');
  const succeeded = await avatar(folder, ['render', ...picture, '--voice', 'voice.wav', '--out', 'out.mp4']);
  expect(succeeded.exitCode).toBe(0);
  expect((await readFile(out)).subarray(4, 8).toString()).toBe('ftyp');
});

test('the render command prints help with all options on standard output', async () => {
  const end = await avatar(folder, ['render', '--help']);
  expect(end).toMatchObject({ exitCode: 0, stderr: '' });
  for (const option of ['--avatar', '--voice', '--out', '--face', '--fps'])
    expect(end.stdout).toContain(option);
});

test('the render command speaks a text', async () => {
  const text = ['--text', 'Good morning, I am Alice.', '--speech-voice', 'rms', '--speed', '1.5'];
  const end = await avatar(folder, ['render', ...picture, ...text, '--out', 'out.mp4']);
  expect(end.exitCode).toBe(0);
  expect(end.stdout).toMatch(/^out\.mp4: \d\d frames, /);
  expect(end.left).toEqual([]);
});

test.each([
  ['neither a voice nor a text', [], 'request_invalid: Give exactly one of --voice and --text.', 2],
  [
    'both a voice and a text',
    ['--voice', 'voice.wav', '--text', 'Hi.'],
    'request_invalid: Give exactly one of --voice and --text.',
    2,
  ],
  [
    'a text without words',
    ['--text', '🙂'],
    'text_empty: The text has no letters or digits. Write what the portrait should say.',
    4,
  ],
])('the render command rejects %s', async (_, parameters, message, exitCode) => {
  const end = await avatar(folder, ['render', ...picture, ...parameters, '--out', 'out.mp4']);
  expect([end.exitCode, end.stdout]).toEqual([exitCode, '']);
  expect(end.stderr).toContain(message);
});
