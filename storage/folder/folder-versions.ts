import * as fileSystem from 'node:fs/promises';
import path from 'node:path';
import { errnoOf } from '../../errors/render-error.js';
import type { FileFacts, VersionFiles } from './version-files.js';

interface Facts {
  readonly bytes: number;
  readonly etag: string;
  readonly modified: Date;
}

/** Other users of the machine cannot read what is stored. */
export const folderMode = 0o700;
/** A deletion may remove an empty folder between its creation and its use. */
const maxTries = 5;

/**
 * The file, or files, of one object in a folder.
 * An object is first a plain file, which unconditional writes replace. The first swap links it as
 * `<file>~/0`, so that it cannot change any more, and creates `<file>~/1`, the next `<file>~/2`, and the
 * highest number is the current object. Creating a file under a given name succeeds for only one
 * process, and every version has its own name, so of all processes that want to replace version n, one
 * creates n+1. A slow process may create a number that was already cleaned up. That happens only after
 * the version after next exists, so the process finds that version or a higher one beside its own and
 * has lost. If it finds only the next version, it has won and was replaced afterwards.
 */
export class FolderVersions {
  readonly #file: string;
  readonly #folder: string;
  readonly #files: VersionFiles;

  /** Tests pass other `files` to control the order of the operations. */
  constructor(file: string, files: VersionFiles = fileSystem) {
    this.#file = file;
    this.#files = files;
    this.#folder = `${file}~`;
  }

  /** The key that a file name, relative to the store, belongs to. */
  static keyOf(name: string): string {
    return name.replace(/~(\/\d+)?$/, '');
  }

  /** Makes `finished` the object if that does not exist yet. */
  async create(finished: string): Promise<{ etag: string } | undefined> {
    if ((await this.#numbers()).length > 0) return undefined;
    const linked = await this.#inFolder(path.dirname(this.#file), () => this.#link(finished, this.#file));
    return linked ? { etag: etagOf(0, await this.#files.stat(this.#file)) } : undefined;
  }

  /**
   * Replaces the object with that ETag by `finished`.
   * @returns undefined if it was not the current object, or if two others have replaced `finished` before
   *   this could be verified: its owner has lost the object in both cases
   */
  async replace(finished: string, etag: string): Promise<{ etag: string } | undefined> {
    const version = Number.parseInt(etag, 10);
    if (!(await this.#isCurrent(etag))) return undefined;
    if (version === 0 && !((await this.#fix()) && (await this.#isCurrent(etag)))) return undefined;
    return this.#advance(finished, version + 1);
  }

  /**
   * Makes `finished` the object, whatever there was. If swaps overtake it before this can be verified, it
   * is written once more.
   */
  async overwrite(finished: string): Promise<{ etag: string }> {
    const written = await this.#replacePlain(finished);
    if (written) return written;
    for (;;) {
      const advanced = await this.#advance(finished, Math.max(0, ...(await this.#numbers())) + 1);
      if (advanced) return advanced;
    }
  }

  /** Passes the current file to `use`; tries again if it disappears in the meantime. */
  async withCurrent<T>(use: (file: string, facts: Facts) => Promise<T>): Promise<T | undefined> {
    for (;;) {
      const numbers = await this.#numbers();
      const version = Math.max(0, ...numbers);
      const file = numbers.length > 0 ? this.#name(version) : this.#file;
      try {
        const facts = await this.#files.stat(file);
        if (facts.isDirectory()) return undefined;
        // A plain file that has been replaced after the first swap is not the object.
        if (numbers.length === 0 && (await this.#numbers()).length > 0) continue;
        return await use(file, { bytes: facts.size, modified: facts.mtime, etag: etagOf(version, facts) });
      } catch (error) {
        const errno = errnoOf(error);
        if (errno !== 'ENOENT' && errno !== 'ENOTDIR') throw error;
        if (numbers.length === 0 && (await this.#numbers()).length === 0) return undefined;
      }
    }
  }

  async remove(): Promise<void> {
    // A version that is written meanwhile keeps its folder from being removed.
    const maxRetries = maxTries;
    for (const name of [this.#folder, this.#file]) {
      await this.#files
        .rm(name, { recursive: name === this.#folder, force: true, maxRetries, retryDelay: 5 })
        .catch((error: unknown) => {
          // A folder, or a path below a file, is not an object.
          if (errnoOf(error) !== 'ERR_FS_EISDIR' && errnoOf(error) !== 'ENOTDIR') throw error;
        });
    }
  }

  /** Replaces the plain file. Returns undefined if the object has swapped versions, which hide it. */
  async #replacePlain(finished: string): Promise<{ etag: string } | undefined> {
    if ((await this.#numbers()).length > 0) return undefined;
    const facts = await this.#files.stat(finished);
    // A second name to move, because `finished` is needed again if a swap comes first.
    const moving = `${finished}~`;
    await this.#link(finished, moving);
    try {
      await this.#inFolder(path.dirname(this.#file), () => this.#files.rename(moving, this.#file));
    } catch (error) {
      await this.#files.rm(moving, { force: true });
      throw error;
    }
    return (await this.#wasPlain(facts)) ? { etag: etagOf(0, facts) } : undefined;
  }

  /** Whether a file that has just replaced the plain one was the object from then on. */
  async #wasPlain({ ino }: FileFacts): Promise<boolean> {
    if ((await this.#numbers()).length === 0) return true;
    const fixed = await this.#statFixed();
    // Version 0 is cleaned up after version 2 exists, and may then be linked too late.
    return fixed?.ino === ino && Math.max(...(await this.#numbers())) < 2;
  }

  /** Links the plain file, whichever it is at this moment, as version 0. Returns false if it does not exist. */
  async #fix(): Promise<boolean> {
    if ((await this.#numbers()).length > 0) return true;
    await this.#files.mkdir(this.#folder, { recursive: true, mode: folderMode });
    try {
      await this.#link(this.#file, this.#name(0));
    } catch (error) {
      if (errnoOf(error) === 'ENOENT') return false;
      throw error;
    }
    if (Math.max(...(await this.#numbers())) > 1) await this.#files.rm(this.#name(0), { force: true });
    return true;
  }

  async #statFixed(): Promise<FileFacts | undefined> {
    return this.#files.stat(this.#name(0)).catch((error: unknown) => {
      if (errnoOf(error) === 'ENOENT') return undefined;
      throw error;
    });
  }

  async #isCurrent(etag: string): Promise<boolean> {
    return (await this.withCurrent((_, facts) => Promise.resolve(facts.etag))) === etag;
  }

  async #advance(finished: string, version: number): Promise<{ etag: string } | undefined> {
    const name = this.#name(version);
    // The same file under its first name, which is never cleaned up.
    const facts = await this.#files.stat(finished);
    if (!(await this.#inFolder(this.#folder, () => this.#link(finished, name)))) return undefined;
    const numbers = await this.#numbers();
    if (Math.max(...numbers) > version + 1) {
      await this.#files.rm(name, { force: true });
      return undefined;
    }
    for (const older of numbers.filter((number) => number < version - 1)) {
      await this.#files.rm(this.#name(older), { force: true });
    }
    return { etag: etagOf(version, facts) };
  }

  /** Creates a folder, and again if another process removes it before `work` has put a file into it. */
  async #inFolder<T>(folder: string, work: () => Promise<T>): Promise<T> {
    for (let tries = 1; ; tries++) {
      try {
        // Its parent may be removed, too.
        await this.#files.mkdir(folder, { recursive: true, mode: folderMode });
        return await work();
      } catch (error) {
        if (errnoOf(error) !== 'ENOENT' || tries >= maxTries) throw error;
      }
    }
  }

  #name(version: number): string {
    return path.join(this.#folder, String(version));
  }

  async #numbers(): Promise<number[]> {
    const names = await this.#files.readdir(this.#folder).catch((error: unknown) => {
      if (errnoOf(error) === 'ENOENT' || errnoOf(error) === 'ENOTDIR') return [];
      throw error;
    });
    return names.map(Number);
  }

  /** Gives a file a second name. Returns false if that name exists. */
  async #link(file: string, name: string): Promise<boolean> {
    return this.#files.link(file, name).then(
      () => true,
      (error: unknown) => {
        if (errnoOf(error) === 'EEXIST') return false;
        throw error;
      },
    );
  }
}

function etagOf(
  version: number,
  { ino, size, mtimeMs }: Pick<FileFacts, 'ino' | 'size' | 'mtimeMs'>,
): string {
  return `${String(version)}-${ino.toString(36)}-${size.toString(36)}-${Math.round(mtimeMs * 1000).toString(36)}`;
}
