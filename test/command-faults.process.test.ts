import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import { packageRoot } from '../config/package-root.js';
import { avatar, avatarProcess } from './fixtures/avatar-command.js';
import { fakeProgram } from './fixtures/fake-program.js';
import { ffmpeg } from './fixtures/media.js';
import { mislabeledPng, pngOf } from './fixtures/pictures.js';
import { failedRender } from './fixtures/render-fault.js';
import { temporaryFolder } from './fixtures/temporary-folder.js';
import { tinyModel } from './fixtures/tiny-model.js';
import { writeArchive } from './fixtures/torch-file.js';
import { PickleWriter } from './fixtures/torch-pickle.js';

/** Options without a face box, so that the face is detected. */
const detected = { face: null };

describe('the render command rejects a portrait', () => {
  test('whose PNG file is an archive', async () => {
    const files = { 'face.png': await readFile(tinyModel().zip) };
    await failedRender('portrait_unreadable', { files });
    await failedRender('portrait_unreadable', { files, options: detected });
  });

  test('of 40000 × 40000 pixels', async () => {
    const files = { 'face.png': mislabeledPng(40_000, 40_000) };
    expect(await failedRender('portrait_too_large', { files, options: detected })).toContain(
      '40000 × 40000 pixels',
    );
  });

  test('without a face, and mentions --face', async () => {
    const files = { 'face.png': await pngOf({ width: 64, height: 64, rgb: Buffer.alloc(64 * 64 * 3, 99) }) };
    expect(await failedRender('face_not_found', { files, options: detected })).toContain(
      '--face x,y,width,height',
    );
  });

  test('with two faces, and lists their boxes', async () => {
    const alice = await sharp(path.join(packageRoot, 'avatars', 'alice.png'))
      .resize(300, 300)
      .png()
      .toBuffer();
    const ground = sharp({ create: { width: 600, height: 300, channels: 3, background: '#777777' } });
    const pair = [0, 300].map((left) => ({ input: alice, left, top: 0 }));
    const files = { 'face.png': await ground.composite(pair).png().toBuffer() };
    expect(await failedRender('faces_several', { files, options: detected })).toMatch(
      /2 faces were found in the picture, at \d+,\d+,\d+,\d+ and \d+,\d+,\d+,\d+\. Give the box of one/,
    );
  });

  test('whose face box is outside the picture', async () => {
    await failedRender('face_box_invalid', { options: { face: '100,20,61,70' } });
  });

  test('that does not exist as a file or in the catalogue', async () => {
    await failedRender('portrait_unreadable', { options: { avatar: 'none.png' } });
    expect(await failedRender('avatar_not_found', { options: { avatar: 'unknown' } })).toMatch(
      /Portrait unknown does not exist\. Available: alice, /,
    );
  });
});

describe('the render command fails', () => {
  test('if ffmpeg is missing', async () => {
    const environment = { FFMPEG_PATH: path.join(await temporaryFolder(), 'ffmpeg') };
    expect(await failedRender('ffmpeg_missing', { environment })).toContain(
      'which is not a program that can be run',
    );
  });

  test('if the disk is full', async () => {
    // A real ffmpeg that writes the video to a device without space.
    const encoder = `const parameters = process.argv.slice(2);
      if (parameters.includes('libx264')) parameters.splice(-1, 1, '/dev/full');
      const { status } = require('child_process').spawnSync(${JSON.stringify((await ffmpeg()).path)}, parameters, { stdio: 'inherit' });
      process.exit(status);`;
    const environment = { FFMPEG_PATH: await fakeProgram(await temporaryFolder(), 'encoder', encoder) };
    expect(await failedRender('disk_full', { environment }, avatarProcess)).toContain(
      'The disk is full. Free some space',
    );
  });
});

describe('the render command rejects', () => {
  test('a missing checkpoint if the open model is not allowed', async () => {
    const environment = { WAV2LIP_CHECKPOINT: '', OPEN_MODEL: 'off' };
    expect(await failedRender('checkpoint_missing', { environment })).toContain('Put wav2lip_gan.pth there');
  });

  test('a path without a checkpoint', async () => {
    const environment = { WAV2LIP_CHECKPOINT: path.join(await temporaryFolder(), 'none.pth') };
    await failedRender('checkpoint_missing', { environment });
  });

  test('a truncated checkpoint', async () => {
    const checkpoint = path.join(await temporaryFolder(), 'half.pth');
    await writeFile(checkpoint, (await readFile(tinyModel().legacy)).subarray(0, 300_000));
    expect(
      await failedRender('checkpoint_truncated', { environment: { WAV2LIP_CHECKPOINT: checkpoint } }),
    ).toContain('The checkpoint has 300000 bytes; expected at least 652603.');
  });

  test('a checkpoint that would execute code', async () => {
    const checkpoint = path.join(await temporaryFolder(), 'evil.pth');
    const writer = new PickleWriter();
    const call = () =>
      writer
        .name('os', 'system')
        .tuple([() => writer.text('true')])
        .raw(0x52);
    await writeArchive(checkpoint, writer.dictionary({ state_dict: call }).finish(), new Map());
    expect(
      await failedRender('checkpoint_unsafe', { environment: { WAV2LIP_CHECKPOINT: checkpoint } }),
    ).toContain('The checkpoint asks for os.system');
  });

  test('a checkpoint of another network', async () => {
    const checkpoint = path.join(packageRoot, 'test', 'fixtures', 'torch', 'zip.pth');
    expect(
      await failedRender('checkpoint_mismatch', { environment: { WAV2LIP_CHECKPOINT: checkpoint } }),
    ).toContain(
      'face_encoder_blocks.0.0.conv_block.0.weight should have the shape [*, 6, 7, 7], but is missing',
    );
  });
});

describe('the command line', () => {
  test.each([
    [
      'a face box that is not a rectangle',
      { face: 'in the middle' },
      '--face is "in the middle", and must be x,y',
    ],
    ['a frame rate below the minimum', { fps: '0' }, '--fps is "0", and must be at least 1'],
    ['an existing folder as the video', { out: '.' }, '--out: . is not a file'],
    ['a new folder as the video', { out: 'new/' }, '--out: new/ is not a file'],
    [
      'a video path below a file',
      { out: 'face.png/x.mp4' },
      '--out: face.png/x.mp4 is not writable: a file is in the way (ENOTDIR)',
    ],
    [
      'a file name that is too long',
      { out: 'x'.repeat(256) },
      'is not writable: the name is too long (ENAMETOOLONG)',
    ],
  ])('is rejected with %s, before any work starts', async (_, options, message) => {
    const said = await failedRender('request_invalid', { options });
    expect(said).toContain(message);
    expect(said).not.toContain('fetching the voice');
  });

  test.runIf(process.platform === 'linux')(
    'is rejected with a folder that even root cannot write to',
    async () => {
      for (const out of ['/proc/x.mp4', '/proc/a/b/x.mp4']) {
        expect(await failedRender('request_invalid', { options: { out } })).toMatch(
          /^request_invalid: --out: \/proc is not writable: nothing can be created there \(ENOENT\)\. Choose another path\.\n$/,
        );
      }
    },
  );

  test('is rejected with an invalid setting in the environment', async () => {
    expect(await failedRender('bad_setting', { environment: { VIDEO_CRF: 'low' } })).toContain(
      'VIDEO_CRF is "low"',
    );
  });

  test.each([
    ['a missing option', ['render', '--avatar', 'alice', '--voice', 'v.wav'], "'--out <file>' not specified"],
    ['an unknown option', ['import', 'x.pth', '--speed', '2'], "unknown option '--speed'"],
    ['an unknown command', ['rendre'], "unknown command 'rendre'"],
  ])('is rejected with %s', async (_, parameters, message) => {
    const end = await avatar(await temporaryFolder(), parameters);
    expect(end).toMatchObject({ exitCode: 2, stdout: '', left: [] });
    expect(end.stderr).toContain(message);
  });
});
