import { link, lstat, readFile, readlink, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { beforeEach, describe, expect, test } from 'vitest';
import { avatar, avatarShell } from './fixtures/avatar-command.js';
import { decodedFrames } from './fixtures/media.js';
import { paintedPicture, pngOf } from './fixtures/pictures.js';
import { tone } from './fixtures/signals.js';
import { temporaryFolder } from './fixtures/temporary-folder.js';
import { waveFile } from './fixtures/wave-file.js';

let folder: string;
beforeEach(async () => {
  folder = await temporaryFolder();
  await writeFile(path.join(folder, 'face.png'), await pngOf(paintedPicture(160, 120)));
  await writeFile(path.join(folder, 'voice.wav'), waveFile(tone(0.2, 300)));
});

const picture = 'render --avatar face.png --face 50,20,60,70';

function renderTo(out: string, voice = 'voice.wav') {
  return avatar(folder, [...picture.split(' '), '--voice', voice, '--out', out]);
}

function file(name: string): Promise<Buffer> {
  return readFile(path.join(folder, name));
}

describe('the render command', () => {
  test('reads the voice from standard input and writes only the video to standard output', async () => {
    const end = await avatarShell(
      folder,
      `cat voice.wav | avatar ${picture} --voice - --out - | cat > piped.mp4`,
    );
    expect(end).toMatchObject({ exitCode: 0, stdout: '', left: [] });
    expect(end.stderr).toMatch(/\n-: 5 frames, 0\.20 s, 160 × 120, /);
    expect(await decodedFrames(path.join(folder, 'piped.mp4'), 160, 120)).toHaveLength(5);
    expect(await renderTo('named.mp4')).toMatchObject({ exitCode: 0 });
    expect((await file('piped.mp4')).equals(await file('named.mp4'))).toBe(true);
  });

  test('accepts file: URLs', async () => {
    const url = (name: string) => pathToFileURL(path.join(folder, name)).href;
    const parameters = ['--avatar', url('face.png'), '--face', '50,20,60,70', '--voice', url('voice.wav')];
    const end = await avatar(folder, ['render', ...parameters, '--out', 'out.mp4']);
    expect(end).toMatchObject({ exitCode: 0, left: [] });
    expect(await decodedFrames(path.join(folder, 'out.mp4'), 160, 120)).toHaveLength(5);
  });

  test('fails if the reader of its output has gone', async () => {
    const end = await avatarShell(folder, `avatar ${picture} --voice voice.wav --out - | true`);
    expect(end).toMatchObject({ exitCode: 2, left: [] });
    expect(end.stderr).toContain(
      'request_invalid: The output was closed before the video was written completely.',
    );
  });
});

describe('the render command never replaces', () => {
  test('a symbolic link', async () => {
    await writeFile(path.join(folder, 'other'), 'precious');
    for (const [name, target] of [
      ['link.mp4', 'other'],
      ['dangling.mp4', 'nothing'],
    ] as const) {
      await symlink(target, path.join(folder, name));
      const end = await renderTo(name);
      expect(end).toMatchObject({ exitCode: 2, stdout: '' });
      expect(end.stderr).toBe(
        `request_invalid: --out: ${name} is a symbolic link, and links are not replaced. Name the file itself, or - for standard output.\n`,
      );
      expect(await readlink(path.join(folder, name))).toBe(target);
    }
    expect(await readFile(path.join(folder, 'other'), 'utf8')).toBe('precious');
    await expect(lstat(path.join(folder, 'nothing'))).rejects.toThrow('ENOENT');
  });

  test.runIf(process.platform === 'linux')('a device', async () => {
    const before = await Promise.all(['/dev/stdout', '/dev/null'].map((name) => lstat(name)));
    expect((await renderTo('/dev/stdout')).stderr).toContain('--out: /dev/stdout is a symbolic link');
    expect((await renderTo('/dev/null')).stderr).toContain('--out: /dev/null is not a file');
    const after = await Promise.all(['/dev/stdout', '/dev/null'].map((name) => lstat(name)));
    expect(after.map(({ ino, rdev }) => [ino, rdev])).toEqual(before.map(({ ino, rdev }) => [ino, rdev]));
  });

  test('its input, under its own or another name', async () => {
    const voice = await file('voice.wav');
    await writeFile(path.join(folder, 'voice.mp4'), voice);
    await link(path.join(folder, 'voice.mp4'), path.join(folder, 'same.mp4'));
    for (const out of ['voice.mp4', './voice.mp4', 'same.mp4']) {
      const end = await renderTo(out, 'voice.mp4');
      expect(end).toMatchObject({ exitCode: 2, stdout: '' });
      expect(end.stderr).toBe(
        `request_invalid: --out: ${out} is also the input voice.mp4. Choose another path.\n`,
      );
    }
    expect((await file('voice.mp4')).equals(voice)).toBe(true);
  });

  test('anything at a path through a folder that does not exist', async () => {
    const end = await renderTo('./x/../out.mp4');
    expect(end).toMatchObject({ exitCode: 2, stdout: '', left: [] });
    expect(end.stderr).toContain(
      '--out: ./x/../out.mp4 is not writable: nothing can be created there (ENOENT)',
    );
  });

  test('a link that was made during the render', async () => {
    // The voice does not end before the link is made.
    const line = `(cat voice.wav; sleep 0.1; ln -s precious out.mp4) | avatar ${picture} --voice - --out out.mp4`;
    const end = await avatarShell(folder, line);
    expect(end).toMatchObject({ exitCode: 2, stdout: '', left: [] });
    expect(end.stderr).toContain('--out: out.mp4 is a symbolic link');
    expect(await readlink(path.join(folder, 'out.mp4'))).toBe('precious');
  });
});

test('the render command says that face.png is not written', async () => {
  const end = await renderTo('face.png');
  expect(end).toMatchObject({ exitCode: 2, stdout: '' });
  expect(end.stderr).toContain(
    '--out: face.png ends in .png, but only .mp4, .webm, and .mov are written. Name a file with one of these endings.',
  );
});

test('the import command never replaces a link or its input', async () => {
  await symlink('elsewhere', path.join(folder, 'graphs'));
  const toLink = await avatar(folder, ['import', 'x.pth', '--to', 'graphs']);
  expect(toLink.stderr).toContain('--to: graphs is a symbolic link');
  const toInput = await avatar(folder, ['import', 'face.png', '--to', 'face.png']);
  expect(toInput.stderr).toContain('face.png is not a folder (ENOTDIR)');
  expect([toLink.exitCode, toInput.exitCode]).toEqual([2, 2]);
});
