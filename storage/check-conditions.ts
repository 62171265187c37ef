import { randomUUID } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { errnoOf, RenderError } from '../errors/render-error.js';
import { writeDocument } from './documents.js';
import type { Store } from './store.js';

/** No object has this ETag. */
const otherEtag = `"${'0'.repeat(32)}"`;

/**
 * Checks that a store refuses to create an object twice, and to swap one whose ETag differs. Some
 * S3-compatible servers accept such conditions and ignore them: then two processes render a job, and
 * outcomes are overwritten. It writes one small object and deletes it.
 * @throws RenderError `store_refused`, naming the capability or permission that a bucket lacks, or the folder
 *   that cannot be written
 * @returns another fault, which may pass: an outage, or a bucket that is being created
 */
export async function checkConditions(store: Store): Promise<RenderError | undefined> {
  const key = `probes/${randomUUID()}`;
  try {
    // Without the permission to list, a bucket answers 403 for what it does not contain.
    await store.get(key);
    await writeDocument(store, key, '{}', 'absent');
    const [created, swapped] = await attemptBoth(store, key);
    const ignored = [...(created ? ['If-None-Match'] : []), ...(swapped ? ['If-Match'] : [])];
    if (ignored.length > 0) throw ignoredError(store, ignored);
  } catch (error) {
    if (!(error instanceof RenderError)) throw error;
    if (error.code === 'store_refused' && store.url.startsWith('file:')) throw folderError(store, error);
    if (error.details['lacking'] === true) throw error;
    return error;
  }
  return undefined;
}

/** Creates and swaps an object that exists and has another ETag, and deletes it; neither must succeed. */
async function attemptBoth(store: Store, key: string) {
  try {
    return await Promise.all([
      writeDocument(store, key, '{"again":true}', 'absent'),
      writeDocument(store, key, '{"swapped":true}', { etag: otherEtag }),
    ]);
  } finally {
    await store.delete(key);
  }
}

/** What is wrong with a folder, by the error of the file system, and how to mend it. */
const folderFaults: Readonly<Record<string, string>> = {
  EACCES: 'this user may not write there. Change its owner or permissions',
  EPERM: 'this user may not write there. Change its owner or permissions',
  EROFS: 'its file system is read-only. Mount a volume there',
  ENOTDIR: 'a part of the path is a file. Use a path of folders',
  EEXIST: 'it is a file. Use the path of a folder',
};

/** No folder becomes writable by waiting: the start stops, and says which one it is. */
function folderError({ url }: Store, error: RenderError): RenderError {
  const errno = errnoOf(error.cause) ?? 'unknown error';
  const fault = folderFaults[errno] ?? 'it cannot be used. Check its owner and permissions';
  return new RenderError(
    'store_refused',
    `The folder ${fileURLToPath(url)} (STORE) cannot be written (${errno}): ${fault}, or set STORE to another folder.`,
    { cause: error.cause },
  );
}

function ignoredError({ url }: Store, conditions: readonly string[]): RenderError {
  return new RenderError(
    'store_refused',
    `${url} ignores conditional writes (${conditions.join(' and ')} of PutObject), so two processes ` +
      'could render the same job. Use a store that supports them.',
    { details: { lacking: true, ignored: conditions } },
  );
}
