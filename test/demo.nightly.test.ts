import { execFile } from 'node:child_process';
import { cp } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import { packageRoot } from '../config/package-root.js';
import { frameCount } from '../function/render/voice/features/mel-windows.js';
import { freshCopy, isClone } from './fixtures/fresh-copy.js';
import { decodedSound, ffmpegOutput } from './fixtures/media.js';
import { temporaryFolder } from './fixtures/temporary-folder.js';

const run = promisify(execFile);
const sampleRateHz = 16_000;
/** The demo may compile everything, and renders six seconds with the full network. */
const timeout = 900_000;

describe.runIf(isClone)('npm run demo', { timeout }, () => {
  test('renders a playable video from the tracked files alone', async () => {
    const folder = await temporaryFolder();
    const copy = path.join(folder, 'avatar-service');
    await freshCopy(copy);
    // Used only if it is the build of exactly these sources, else the demo compiles them.
    await cp(path.join(packageRoot, 'build'), path.join(copy, 'build'), { recursive: true });
    const { stdout } = await run('npm', ['run', '--silent', 'demo'], {
      cwd: copy,
      env: {
        PATH: process.env['PATH'],
        ...(process.env['FFMPEG_PATH'] ? { FFMPEG_PATH: process.env['FFMPEG_PATH'] } : {}),
        HOME: folder,
        CACHE_DIR: path.join(folder, 'cache'),
        npm_config_update_notifier: 'false',
      },
    });
    const video = path.join(copy, 'demo.mp4');
    expect(stdout).toBe(`alice speaks: ${video}\n`);

    const voice = await decodedSound(path.join(copy, 'voices', 'hello.flac'), sampleRateHz);
    expect(await decodedFrameCount(video)).toBe(frameCount(voice.length, sampleRateHz, 25));
    const sound = await decodedSound(video, sampleRateHz);
    expect(Math.abs(sound.length - voice.length) / sampleRateHz).toBeLessThan(0.1);
  });
});

/** Decodes every frame of a video and counts them. */
async function decodedFrameCount(file: string): Promise<number> {
  const sums = await ffmpegOutput(
    '-i',
    file,
    '-map',
    '0:v',
    '-fps_mode',
    'passthrough',
    '-f',
    'framemd5',
    'pipe:1',
  );
  return sums
    .toString()
    .split('\n')
    .filter((line) => /^\d/.test(line)).length;
}
