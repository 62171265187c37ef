import { randomUUID } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, open, readdir, rm, rmdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { pathToFileURL } from 'node:url';
import { errnoOf, RenderError } from '../../errors/render-error.js';
import { removeStale } from '../files/remove-stale.js';
import { FolderVersions, folderMode } from './folder-versions.js';
import {
  checkKey,
  isKey,
  swallowStreamErrors,
  type ByteRange,
  type ObjectInfo,
  type PutOptions,
  type Store,
  type StoredObject,
} from '../store.js';

const unfinishedFolder = '.unfinished';
const maxListTries = 10;

/** Other users of a shared machine must not read voices and videos. */
const fileMode = 0o600;

/** How the file system reports a path that is not writable, or not a folder. */
const unusable = new Set(['EACCES', 'EPERM', 'EROFS', 'ENOTDIR', 'EEXIST']);

/**
 * A store in a folder, for one machine. Objects are files that are written elsewhere and then moved or
 * linked into place atomically. Objects that are compared and swapped have a file for every version
 * (see {@link FolderVersions}), so that only one of several processes succeeds.
 */
export class FolderStore implements Store {
  readonly url: string;
  readonly #root: string;

  constructor(root: string) {
    this.#root = path.resolve(root);
    this.url = pathToFileURL(this.#root).href;
  }

  /** Removes unfinished objects of killed processes. */
  async removeStale(olderThanSeconds: number): Promise<void> {
    await removeStale(path.join(this.#root, unfinishedFolder), '', olderThanSeconds);
  }

  async put(
    key: string,
    body: Uint8Array | Readable,
    { only, signal }: PutOptions,
  ): Promise<{ etag: string } | undefined> {
    const versions = this.#versions(key);
    swallowStreamErrors(body);
    return translated(async () => {
      const unfinished = await this.#write(body, signal);
      try {
        if (only === 'absent') return await versions.create(unfinished);
        if (only) return await versions.replace(unfinished, only.etag);
        return await versions.overwrite(unfinished);
      } finally {
        await rm(unfinished, { force: true });
      }
    });
  }

  async get(key: string, range?: ByteRange): Promise<StoredObject | undefined> {
    const versions = this.#versions(key);
    return translated(() =>
      versions.withCurrent(async (file, facts) => {
        if (range && range.first >= facts.bytes) return undefined;
        const end = range?.last === undefined ? {} : { end: Math.min(range.last, facts.bytes - 1) };
        // Opened before it is returned: from here on it stays readable, even if it is deleted or
        // replaced.
        const handle = await open(file);
        const body = createReadStream(file, { fd: handle, start: range?.first ?? 0, ...end });
        return { key, ...facts, body };
      }),
    );
  }

  async head(key: string): Promise<ObjectInfo | undefined> {
    const versions = this.#versions(key);
    return translated(() => versions.withCurrent((_, facts) => Promise.resolve({ key, ...facts })));
  }

  async *list(prefix: string, after = ''): AsyncGenerator<ObjectInfo> {
    // Only complete folder names narrow the search; the rest of the prefix is compared.
    const folder = prefix.slice(0, prefix.lastIndexOf('/') + 1);
    for (const key of await translated(() => this.#keysBelow(folder))) {
      if (!key.startsWith(prefix) || key <= after) continue;
      const facts = await this.head(key);
      if (facts) yield facts;
    }
  }

  async delete(key: string): Promise<void> {
    await translated(() => this.#versions(key).remove());
    // The folder of a job or task goes with its last object; the folders of all jobs stay.
    if (key.split('/').length > 2) await removeIfEmpty(path.join(this.#root, path.dirname(key)));
  }

  sign(): Promise<undefined> {
    return Promise.resolve(undefined);
  }

  #versions(key: string): FolderVersions {
    checkKey(key);
    return new FolderVersions(path.join(this.#root, key));
  }

  async #write(body: Uint8Array | Readable, signal: AbortSignal | undefined): Promise<string> {
    const folder = path.join(this.#root, unfinishedFolder);
    await mkdir(folder, { recursive: true, mode: folderMode });
    const file = path.join(folder, randomUUID());
    try {
      const source = body instanceof Uint8Array ? Readable.from([body]) : body;
      await pipeline(source, createWriteStream(file, { flush: true, mode: fileMode }), {
        ...(signal ? { signal } : {}),
      });
      return file;
    } catch (error) {
      await rm(file, { force: true });
      signal?.throwIfAborted();
      throw error;
    }
  }

  async #keysBelow(folder: string): Promise<string[]> {
    const names = await namesBelow(path.join(this.#root, folder));
    const keys = names
      .map((name) => folder + name.split(path.sep).join('/'))
      .map((name) => FolderVersions.keyOf(name))
      .filter((key) => isKey(key) && !key.startsWith(unfinishedFolder));
    return [...new Set(keys)].sort();
  }
}

/** Files and folders below a folder; none if it does not exist. */
async function namesBelow(folder: string): Promise<string[]> {
  for (let tries = 1; ; tries++) {
    try {
      return await readdir(folder, { recursive: true });
    } catch (error) {
      if (errnoOf(error) !== 'ENOENT' && errnoOf(error) !== 'ENOTDIR') throw error;
      // A folder inside may have been removed while the others were read.
      const exists = await stat(folder).catch(() => undefined);
      if (!exists?.isDirectory() || tries >= maxListTries) return [];
    }
  }
}

/** Another process may have used or removed the folder in the meantime. */
async function removeIfEmpty(folder: string): Promise<void> {
  await rmdir(folder).catch(() => undefined);
}

/** Runs `work` and converts errors of the file system to the store's errors. */
async function translated<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const errno = errnoOf(error);
    if (errno !== undefined && unusable.has(errno)) {
      throw new RenderError('store_refused', `The store's folder cannot be used (${errno}). Check STORE.`, {
        cause: error,
      });
    }
    if (errno === 'ENOSPC' || errno === 'EDQUOT') {
      const message = `The store's folder is full (${errno}). Free some space, or set STORE to another folder.`;
      throw new RenderError('disk_full', message, { cause: error });
    }
    if (errno === 'EMFILE' || errno === 'EIO' || errno === 'ENFILE') {
      throw new RenderError('store_unavailable', `The store's folder does not respond (${errno}).`, {
        cause: error,
      });
    }
    throw error;
  }
}
