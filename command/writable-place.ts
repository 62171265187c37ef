import { lstat, mkdtemp, rmdir } from 'node:fs/promises';
import path from 'node:path';
import { errnoOf, RenderError } from '../errors/render-error.js';

/** What the system answers about a place that is no good, in words. What else it says is no fault of the place. */
const reasons: Readonly<Record<string, string>> = {
  EACCES: 'this user may not write there',
  EPERM: 'this user may not write there',
  EROFS: 'it is read-only',
  ENOTDIR: 'a file is in the way',
  ENOENT: 'nothing can be made there',
  ELOOP: 'its links lead in a circle',
  ENAMETOOLONG: 'the name is too long',
};

/**
 * Makes sure, before minutes are spent, that a folder is there or can be made, and takes what is
 * put into it. Only trying tells: root may write to a folder in which the system makes nothing.
 * @param option that names the place
 * @throws RenderError `request_invalid`
 */
export async function checkWritable(folder: string, option: string): Promise<void> {
  try {
    await rmdir(await mkdtemp(path.join(folder, '.avatar-service-')));
  } catch (error) {
    const isMissing = errnoOf(error) === 'ENOENT' && !(await lstat(folder).catch(() => undefined));
    if (!isMissing) throw unwritableError(folder, option, error);
    // It is made later, so that nothing is left behind where the work fails.
    await checkWritable(path.dirname(path.resolve(folder)), option);
  }
}

/** Says that a place cannot be used, where the system's error is about that; else gives the error back. */
export function unwritableError(place: string, option: string, error: unknown): unknown {
  const errno = errnoOf(error) ?? '';
  const reason = reasons[errno];
  if (reason === undefined) return error;
  return new RenderError(
    'request_invalid',
    `${option}: ${place} cannot be written to: ${reason} (${errno})`,
    {
      cause: error,
    },
  );
}
