import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { ffmpegOutput } from '../../../test/fixtures/media.js';
import { temporaryFolder } from '../../../test/fixtures/temporary-folder.js';
import { probeVideo, type ExpectedVideo } from './probe.js';

const expected: ExpectedVideo = { width: 64, height: 48, frames: 50, fps: 25, voiceSeconds: 2 };
let file: string;

beforeEach(async () => {
  file = path.join(await temporaryFolder(), 'video.mp4');
});

/** Two seconds of test picture and tone, unless the options say otherwise. */
async function made({
  video = 2,
  sound = 2,
  codec = ['-c:v', 'libx264'],
  silent = false,
} = {}): Promise<void> {
  const picture = ['-f', 'lavfi', '-i', `testsrc=s=64x48:r=25:d=${String(video)}`];
  const tone = silent ? [] : ['-f', 'lavfi', '-i', `sine=440:d=${String(sound)}`, '-c:a', 'aac'];
  await ffmpegOutput(...picture, ...tone, ...codec, '-pix_fmt', 'yuv420p', '-movflags', '+faststart', file);
}

test('probeVideo returns the properties of a correct video', async () => {
  await made();
  expect(await probeVideo(file, expected)).toEqual({
    width: 64,
    height: 48,
    frames: 50,
    fps: expect.closeTo(25, 5) as number,
    durationSeconds: expect.closeTo(2, 5) as number,
    soundSeconds: expect.closeTo(2, 1) as number,
    bytes: (await readFile(file)).length,
  });
});

describe('probeVideo names the property that is wrong, and its value', () => {
  test.each([
    ['width', { width: 66 }, 'The video has width 64; expected 66.'],
    ['height', { height: 50 }, 'The video has height 48; expected 50.'],
    ['one frame too few', { frames: 51 }, 'The video has frames 50; expected 51.'],
    ['one frame too many', { frames: 49 }, 'The video has frames 50; expected 49.'],
    ['another frame rate', { fps: 30 }, /The video has video seconds 2; expected 1\.6+7?\./],
  ])('for %s', async (_, change, message) => {
    await made();
    await expect(probeVideo(file, { ...expected, ...change })).rejects.toThrow(message);
    await expect(probeVideo(file, { ...expected, ...change })).rejects.toMatchObject({
      code: 'video_broken',
    });
  });

  test.each([
    ['that ends early', 1.8],
    ['that ends late', 2.2],
  ])('for sound %s', async (_, sound) => {
    await made({ sound });
    await expect(probeVideo(file, expected)).rejects.toMatchObject({
      code: 'video_broken',
      details: { name: 'sound seconds', wanted: 2 },
    });
  });

  test('for missing sound', async () => {
    await made({ silent: true });
    await expect(probeVideo(file, expected)).rejects.toThrow(
      'The video has the tracks avc and none; expected H.264 and AAC.',
    );
  });

  test('for another codec', async () => {
    await made({ codec: ['-c:v', 'mpeg4'] });
    await expect(probeVideo(file, expected)).rejects.toMatchObject({ code: 'video_broken' });
  });
});

describe('probeVideo rejects a broken file', () => {
  test.each([0.3, 0.9, 0.999])('truncated to a share of %d', async (share) => {
    await made();
    const whole = await readFile(file);
    await writeFile(file, whole.subarray(0, Math.floor(share * whole.length)));
    await expect(probeVideo(file, expected)).rejects.toMatchObject({ code: 'video_broken' });
  });

  test.each([
    ['nothing', ''],
    ['text', 'this is not a video, despite its name'],
  ])('that contains %s', async (_, content) => {
    await writeFile(file, content);
    await expect(probeVideo(file, expected)).rejects.toMatchObject({
      code: 'video_broken',
      message: 'The video cannot be read back.',
    });
  });

  test('that does not exist', async () => {
    await expect(probeVideo(file, expected)).rejects.toMatchObject({ code: 'video_broken' });
  });
});
