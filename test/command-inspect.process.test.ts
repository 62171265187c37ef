import { copyFile, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import sharp from 'sharp';
import { expect, test } from 'vitest';
import { packageInfo } from '../config/package-info.js';
import { packageRoot } from '../config/package-root.js';
import { avatar, avatarProcess } from './fixtures/avatar-command.js';
import { issuedCredentials } from './fixtures/c2pa-credentials.js';
import { paintedPicture, pngOf } from './fixtures/pictures.js';
import { failedRender } from './fixtures/render-fault.js';
import { tone } from './fixtures/signals.js';
import { temporaryFolder } from './fixtures/temporary-folder.js';
import { waveFile } from './fixtures/wave-file.js';

/** Each test starts several commands, one after the other. */
const render = ['render', '--avatar', '<b>&.png', '--face', '50,20,60,70', '--voice', 'voice.wav'];

/** A folder with a portrait whose name is markup, and a voice. */
async function inputs(): Promise<string> {
  const folder = await temporaryFolder();
  await writeFile(path.join(folder, '<b>&.png'), await pngOf(paintedPicture(160, 120)));
  await writeFile(path.join(folder, 'voice.wav'), waveFile(tone(0.4, 300)));
  return folder;
}

test('the inspect command prints the mark of a video that the render command made', async () => {
  const folder = await inputs();
  expect((await avatar(folder, [...render, '--out', 'out.mp4'])).exitCode).toBe(0);
  const { stdout, stderr, exitCode } = await avatar(folder, ['inspect', 'out.mp4']);
  expect({ stderr, exitCode }).toEqual({ stderr: '', exitCode: 0 });
  const lines = stdout.trimEnd().split('\n');
  expect(lines.slice(0, 4)).toEqual([
    'out.mp4: marked as AI-generated',
    '  source type  http://cv.iptc.org/newscodes/digitalsourcetype/compositeWithTrainedAlgorithmicMedia',
    `  made with    avatar-service ${packageInfo.version}`,
    '  AI system    Wav2Lip (tiny.pth)',
  ]);
  expect(lines[4]).toMatch(/^ {2}its version {2}sha256:[0-9a-f]{64}$/);
});

test('the inspect command finds no mark in a video that was made with AI_MARK=off', async () => {
  const folder = await inputs();
  expect((await avatar(folder, [...render, '--out', 'out.mp4'], { AI_MARK: 'off' })).exitCode).toBe(0);
  const { stdout, exitCode } = await avatar(folder, ['inspect', 'out.mp4']);
  expect({ stdout, exitCode }).toEqual({
    stdout: 'out.mp4: no mark that says how it was made\n',
    exitCode: 0,
  });
});

test("the inspect command prints another program's mark without its control characters", async () => {
  const folder = await temporaryFolder();
  const xmp = `<r:RDF xmlns:r="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><r:Description xmlns:i="http://iptc.org/std/Iptc4xmpExt/2008-02-29/" xmlns:x="http://ns.adobe.com/xap/1.0/" i:DigitalSourceType="http://cv.iptc.org/newscodes/digitalsourcetype/digitalCapture" x:CreatorTool="Camera&#x9b;2J&#10;second line&#x202e;"/></r:RDF>`;
  const picture = sharp({ create: { width: 8, height: 8, channels: 3, background: '#777777' } });
  await picture.withXmp(xmp).jpeg().toFile(path.join(folder, 'photo.jpg'));
  const { stdout } = await avatar(folder, ['inspect', 'photo.jpg']);
  expect(stdout).toBe(
    'photo.jpg: not marked as AI-generated\n' +
      '  source type  http://cv.iptc.org/newscodes/digitalsourcetype/digitalCapture\n' +
      '  made with    Camera 2J second line \n',
  );
});

test("the render command does not start with another certificate's key, and prints nothing of it", async () => {
  const [{ certificate }, { key }] = await Promise.all([issuedCredentials(), issuedCredentials()]);
  const environment = { C2PA_CERTIFICATE: certificate, C2PA_KEY: key };
  const stderr = await failedRender('bad_setting', { environment });
  expect(stderr).toBe(
    'bad_setting: The key in C2PA_KEY does not belong to the first certificate of C2PA_CERTIFICATE. Mount the key of that certificate.\n',
  );
});

test('the inspect command checks the signature of a video that the render command signed', async () => {
  const folder = await inputs();
  const { certificate, key } = await issuedCredentials();
  const environment = { C2PA_CERTIFICATE: certificate, C2PA_KEY: key };
  const end = await avatar(folder, [...render, '--out', 'out.mp4'], environment);
  expect(end).toMatchObject({ exitCode: 0, left: [] });
  const { stdout } = await avatar(folder, ['inspect', 'out.mp4']);
  expect(stdout.split('\n').slice(5)).toEqual([
    '  C2PA         intact since it was signed',
    '  C2PA type    http://cv.iptc.org/newscodes/digitalsourcetype/compositeWithTrainedAlgorithmicMedia',
    `  C2PA program avatar-service ${packageInfo.version}`,
    '  C2PA signer  Signer, Test (on no trust list that is known here)',
    '',
  ]);
  const video = await readFile(path.join(folder, 'out.mp4'));
  expect(video.includes('<b>')).toBe(false);
});

test('the inspect command rejects a file that is neither a video nor a picture', async () => {
  const folder = await temporaryFolder();
  await copyFile(path.join(packageRoot, 'package.json'), path.join(folder, 'some.mp4'));
  const other = await avatarProcess(folder, ['inspect', 'some.mp4']);
  expect(other).toMatchObject({ exitCode: 2, stdout: '' });
  expect(other.stderr).toBe(
    'request_invalid: some.mp4 cannot be read (unknown format). Name an MP4, MOV, WebM, PNG, JPEG, or WebP file.\n',
  );
  const missing = await avatar(folder, ['inspect', 'none.mp4']);
  expect(missing.stderr).toContain('none.mp4 cannot be read (ENOENT)');
});
