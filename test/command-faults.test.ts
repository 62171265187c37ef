import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import { packageRoot } from '../config/package-root.js';
import { avatar } from './fixtures/avatar-command.js';
import { fakeProgram } from './fixtures/fake-program.js';
import { ffmpeg } from './fixtures/media.js';
import { claimedPng, pngOf } from './fixtures/pictures.js';
import { failedRender } from './fixtures/render-fault.js';
import { temporaryFolder } from './fixtures/temporary-folder.js';
import { tinyModel } from './fixtures/tiny-model.js';
import { writeArchive } from './fixtures/torch-file.js';
import { PickleWriter } from './fixtures/torch-pickle.js';

const byItself = { face: null };

describe('the portrait', () => {
  test('a PNG that is an archive', async () => {
    const files = { 'face.png': await readFile(tinyModel().zip) };
    await failedRender('portrait_unreadable', { files });
    await failedRender('portrait_unreadable', { files, options: byItself });
  });

  test('40000 × 40000 pixels', async () => {
    const files = { 'face.png': claimedPng(40_000, 40_000) };
    expect(await failedRender('portrait_too_large', { files, options: byItself })).toContain(
      '40000 × 40000 pixels',
    );
  });

  test('no face', async () => {
    const files = { 'face.png': await pngOf({ width: 64, height: 64, rgb: Buffer.alloc(64 * 64 * 3, 99) }) };
    expect(await failedRender('face_not_found', { files, options: byItself })).toContain(
      '--face x,y,width,height',
    );
  });

  test('two faces', async () => {
    const alice = await sharp(path.join(packageRoot, 'avatars', 'alice.png'))
      .resize(300, 300)
      .png()
      .toBuffer();
    const ground = sharp({ create: { width: 600, height: 300, channels: 3, background: '#777777' } });
    const pair = [0, 300].map((left) => ({ input: alice, left, top: 0 }));
    const files = { 'face.png': await ground.composite(pair).png().toBuffer() };
    expect(await failedRender('faces_several', { files, options: byItself })).toMatch(
      /2 faces were found in the picture, at \d+,\d+,\d+,\d+ and \d+,\d+,\d+,\d+. Give the box of one/,
    );
  });

  test('a face outside of the picture', async () => {
    await failedRender('face_box_invalid', { options: { face: '100,20,61,70' } });
  });

  test('a file that is not there, and an id that nobody has', async () => {
    await failedRender('portrait_unreadable', { options: { avatar: 'none.png' } });
    expect(await failedRender('avatar_not_found', { options: { avatar: 'nobody' } })).toMatch(
      /There is no portrait nobody. Available: alice, /,
    );
  });
});

describe('the machine', () => {
  test('ffmpeg is missing', async () => {
    const environment = { FFMPEG_PATH: path.join(await temporaryFolder(), 'ffmpeg') };
    expect(await failedRender('ffmpeg_missing', { environment })).toContain(
      'is not a program that can be run',
    );
  });

  test('the disk is full', async () => {
    // A real ffmpeg that writes the video where the system has no space left.
    const encoder = `const parameters = process.argv.slice(2);
      if (!parameters.includes('f32le')) parameters.splice(-1, 1, '/dev/full');
      const { status } = require('child_process').spawnSync(${JSON.stringify(await ffmpeg())}, parameters, { stdio: 'inherit' });
      process.exit(status);`;
    const environment = { FFMPEG_PATH: await fakeProgram(await temporaryFolder(), 'encoder', encoder) };
    expect(await failedRender('disk_full', { environment })).toContain('The disk is full. Free some space');
  });
});

describe('the network', () => {
  test('no checkpoint, and the open model is not allowed', async () => {
    const environment = { WAV2LIP_CHECKPOINT: '', OPEN_MODEL: 'off' };
    expect(await failedRender('checkpoint_missing', { environment })).toContain('Put wav2lip_gan.pth there');
  });

  test('no checkpoint where one is named', async () => {
    const environment = { WAV2LIP_CHECKPOINT: path.join(await temporaryFolder(), 'none.pth') };
    await failedRender('checkpoint_missing', { environment });
  });

  test('half a checkpoint', async () => {
    const checkpoint = path.join(await temporaryFolder(), 'half.pth');
    await writeFile(checkpoint, (await readFile(tinyModel().legacy)).subarray(0, 300_000));
    expect(
      await failedRender('checkpoint_truncated', { environment: { WAV2LIP_CHECKPOINT: checkpoint } }),
    ).toContain('The checkpoint has 300000 bytes; expected at least 652603');
  });

  test('a checkpoint that would run code', async () => {
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

  test('another network', async () => {
    const checkpoint = path.join(packageRoot, 'test', 'fixtures', 'torch', 'zip.pth');
    expect(
      await failedRender('checkpoint_mismatch', { environment: { WAV2LIP_CHECKPOINT: checkpoint } }),
    ).toContain(
      'face_encoder_blocks.0.0.conv_block.0.weight should have the shape [*, 6, 7, 7], but is missing',
    );
  });
});

describe('the request', () => {
  test.each([
    ['a face that is none', { face: 'in the middle' }, '--face is "in the middle", and must be x,y'],
    ['a frame rate that is none', { fps: '0' }, '--fps is "0", and must be at least 1'],
    ['a place for the video that is a folder', { out: '.' }, '--out: . is not a file'],
    ['a place for the video that would be a folder', { out: 'new/' }, '--out: new/ is not a file'],
    [
      'a place for the video below a file',
      { out: 'face.png/x.mp4' },
      '--out: face.png/x.mp4 cannot be written to: a file is in the way (ENOTDIR)',
    ],
    [
      'a name that no file can have',
      { out: 'x'.repeat(256) },
      'cannot be written to: the name is too long (ENAMETOOLONG)',
    ],
  ])('%s', async (_, options, message) => {
    const said = await failedRender('request_invalid', { options });
    expect(said).toContain(message);
    // It is told at once, not when the video is ready.
    expect(said).not.toContain('fetching the voice');
  });

  test.runIf(process.platform === 'linux')('a place where even root can make nothing', async () => {
    for (const out of ['/proc/x.mp4', '/proc/a/b/x.mp4']) {
      expect(await failedRender('request_invalid', { options: { out } })).toMatch(
        /^request_invalid: --out: \/proc cannot be written to: nothing can be created there \(ENOENT\)\n$/,
      );
    }
  });

  test('a setting that is none', async () => {
    expect(await failedRender('bad_setting', { environment: { VIDEO_CRF: 'low' } })).toContain(
      'VIDEO_CRF is "low"',
    );
  });

  test.each([
    [
      'an option is missing',
      ['render', '--avatar', 'alice', '--voice', 'v.wav'],
      "'--out <file>' not specified",
    ],
    ['an option is unknown', ['import', 'x.pth', '--speed', '2'], "unknown option '--speed'"],
    ['a command is unknown', ['rendre'], "unknown command 'rendre'"],
  ])('%s', async (_, parameters, message) => {
    const end = await avatar(await temporaryFolder(), parameters);
    expect(end).toMatchObject({ exitCode: 2, stdout: '', left: [] });
    expect(end.stderr).toContain(message);
  });
});
