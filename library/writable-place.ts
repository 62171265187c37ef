import { lstat, mkdtemp, rmdir } from 'node:fs/promises';
import path from 'node:path';
import { errnoOf, RenderError } from '../errors/render-error.js';

/** What the system's errors about an unusable folder mean. Other errors have other causes. */
const reasons: Readonly<Record<string, string>> = {
  EACCES: 'this user may not write there',
  EPERM: 'this user may not write there',
  EROFS: 'it is read-only',
  ENOTDIR: 'a file is in the way',
  ENOENT: 'nothing can be created there',
  ELOOP: 'its links form a loop',
  ENAMETOOLONG: 'the name is too long',
};

/**
 * Checks, before minutes are spent, that a folder exists or can be created, and that files can be
 * created in it. This takes an attempt: even root cannot create files in some system folders.
 * @param option the option that names the folder
 * @throws RenderError `request_invalid`
 */
export async function checkWritable(folder: string, option: string): Promise<void> {
  try {
    await rmdir(await mkdtemp(path.join(folder, '.avatar-service-')));
  } catch (error) {
    const isMissing = errnoOf(error) === 'ENOENT' && !(await lstat(folder).catch(() => undefined));
    if (!isMissing) throw unwritableError(folder, option, error);
    // The folder is created later, so that nothing remains if the work fails.
    await checkWritable(path.dirname(path.resolve(folder)), option);
  }
}

/** Converts a system error about the folder to an error for the user; returns other errors unchanged. */
export function unwritableError(place: string, option: string, error: unknown): unknown {
  const errno = errnoOf(error) ?? '';
  const reason = reasons[errno];
  if (reason === undefined) return error;
  return new RenderError(
    'request_invalid',
    `${option}: ${place} is not writable: ${reason} (${errno}). Choose another path.`,
    { cause: error },
  );
}
