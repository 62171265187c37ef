import { constants } from 'node:fs';
import { access } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { RenderError } from '../../../errors/render-error.js';

/** How to get ffmpeg, by platform; `setup` runs the first of these itself where it may. */
export const ffmpegAdvice: Readonly<Partial<Record<NodeJS.Platform, string>>> = {
  linux:
    'apt-get install ffmpeg (Debian, Ubuntu), dnf install ffmpeg-free (Fedora) or apk add ffmpeg (Alpine)',
  darwin: 'brew install ffmpeg',
  win32: 'winget install ffmpeg',
};

/**
 * Finds ffmpeg: the given path, else the binary of the package `ffmpeg-static` where its download
 * worked, else `ffmpeg` on the PATH.
 * @throws RenderError `ffmpeg_missing`
 */
export async function findFfmpeg(given: string | undefined): Promise<string> {
  if (given !== undefined) {
    if (await isExecutable(given)) return given;
    throw new RenderError('ffmpeg_missing', `FFMPEG_PATH is ${given}, where no program is`);
  }
  for (const candidate of [staticBinary(), ...onPath()]) {
    if (candidate !== undefined && (await isExecutable(candidate))) return candidate;
  }
  const advice = ffmpegAdvice[process.platform] ?? 'see https://ffmpeg.org/download.html';
  throw new RenderError(
    'ffmpeg_missing',
    `no ffmpeg was found; install it (${advice}), or name it in FFMPEG_PATH`,
  );
}

/** `ffmpeg-static` is an optional dependency: npm drops it where its download fails. */
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
