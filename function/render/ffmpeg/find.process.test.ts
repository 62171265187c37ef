import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { fakeProgram } from '../../../test/fixtures/fake-program.js';
import { temporaryFolder } from '../../../test/fixtures/temporary-folder.js';
import { ffmpegAdvice, findFfmpeg } from './find.js';

/** The binary of `ffmpeg-static`, if it was downloaded; it comes before the PATH. */
function staticBinary(): string | undefined {
  try {
    const file: unknown = createRequire(import.meta.url)('ffmpeg-static');
    return typeof file === 'string' && existsSync(file) ? file : undefined;
  } catch {
    return undefined;
  }
}

afterEach(() => void vi.unstubAllEnvs());

test('findFfmpeg prefers FFMPEG_PATH', async () => {
  const given = await fakeProgram(await temporaryFolder(), 'my-ffmpeg', '');
  expect((await findFfmpeg(given)).path).toBe(given);
});

test('findFfmpeg rejects an FFMPEG_PATH without a program, even if another ffmpeg is installed', async () => {
  const given = path.join(await temporaryFolder(), 'none');
  await expect(findFfmpeg(given)).rejects.toMatchObject({
    code: 'ffmpeg_missing',
    message: `FFMPEG_PATH is ${given}, which is not a program that can be run. Set it to an ffmpeg binary.`,
  });
});

describe('findFfmpeg without FFMPEG_PATH', () => {
  test('uses the first executable on the PATH, unless ffmpeg-static is installed', async () => {
    const [empty, first, second] = [
      await temporaryFolder(),
      await temporaryFolder(),
      await temporaryFolder(),
    ];
    const expected = await fakeProgram(first, 'ffmpeg', '');
    await fakeProgram(second, 'ffmpeg', '');
    vi.stubEnv('PATH', ['', empty, first, second].join(path.delimiter));
    expect((await findFfmpeg(undefined)).path).toBe(staticBinary() ?? expected);
  });

  test('explains how to install a missing ffmpeg', async () => {
    vi.stubEnv('PATH', await temporaryFolder());
    const missing = {
      code: 'ffmpeg_missing',
      message: `ffmpeg was not found. Install it (${ffmpegAdvice[process.platform] ?? ''}), or set FFMPEG_PATH.`,
    };
    const finding = findFfmpeg(undefined);
    await (staticBinary() === undefined
      ? expect(finding).rejects.toMatchObject(missing)
      : expect(finding).resolves.toMatchObject({ path: staticBinary() }));
  });
});

test('the advice for Linux names a command for each family of distributions', () => {
  expect(ffmpegAdvice.linux).toMatch(/apt-get install ffmpeg.*dnf install.*apk add ffmpeg/);
});
