import { constants } from 'node:fs';
import { access } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { RenderError } from '../../../errors/render-error.js';
import { Ffmpeg } from './ffmpeg.js';

/** How to install ffmpeg, by platform. The setup runs the first command itself if it has permission. */
export const ffmpegAdvice: Readonly<Partial<Record<NodeJS.Platform, string>>> = {
  linux:
    'apt-get install ffmpeg (Debian, Ubuntu), dnf install ffmpeg-free (Fedora) or apk add ffmpeg (Alpine)',
  darwin: 'brew install ffmpeg',
  win32: 'winget install ffmpeg',
};

/**
 * Finds ffmpeg: the given path, the binary of the package `ffmpeg-static` if it was downloaded, or
 * `ffmpeg` on the PATH.
 * @throws RenderError `ffmpeg_missing`
 */
export async function findFfmpeg(given: string | undefined): Promise<Ffmpeg> {
  if (given !== undefined) {
    if (await isExecutable(given)) return new Ffmpeg(given);
    throw new RenderError(
      'ffmpeg_missing',
      `FFMPEG_PATH is ${given}, which is not a program that can be run. Set it to an ffmpeg binary.`,
    );
  }
  for (const candidate of [staticBinary(), ...onPath()]) {
    if (candidate !== undefined && (await isExecutable(candidate))) return new Ffmpeg(candidate);
  }
  const advice = ffmpegAdvice[process.platform] ?? 'see https://ffmpeg.org/download.html';
  throw new RenderError(
    'ffmpeg_missing',
    `ffmpeg was not found. Install it (${advice}), or set FFMPEG_PATH.`,
  );
}

/** `ffmpeg-static` is an optional dependency: npm skips it if its download fails. */
function staticBinary(): string | undefined {
  try {
    const binary: unknown = createRequire(import.meta.url)('ffmpeg-static');
    return typeof binary === 'string' ? binary : undefined;
  } catch {
    return undefined;
  }
}

function onPath(): string[] {
  const name = process.platform === 'win32' ? 'ffmpeg.exe' : 'ffmpeg';
  const folders = (process.env['PATH'] ?? '').split(path.delimiter).filter((folder) => folder !== '');
  return folders.map((folder) => path.join(folder, name));
}

async function isExecutable(file: string): Promise<boolean> {
  return access(file, constants.X_OK).then(
    () => true,
    () => false,
  );
}
