import { link, mkdir, readdir, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { errnoOf } from '../../errors/render-error.js';

interface Facts {
  readonly bytes: number;
  readonly etag: string;
  readonly modified: Date;
}

/**
 * The file, or files, of one object in a folder.
 * An object is first a plain file. The first swap creates `<file>~/1`, the next `<file>~/2`, and the
 * highest number is the current object. Creating a file under a given name succeeds for only one
 * process, and every version has its own name, so of all processes that want to replace version n, one
 * creates n+1. A slow process may create a number that was already cleaned up. That happens only after
 * the version after next exists, so the process finds that version or a higher one beside its own and
 * has lost. If it finds only the next version, it has won and was replaced afterwards.
 */
export class FolderVersions {
  readonly #file: string;
  readonly #folder: string;

  constructor(file: string) {
    this.#file = file;
    this.#folder = `${file}~`;
  }

  /** The key that a file name, relative to the store, belongs to. */
  static keyOf(name: string): string {
    return name.replace(/~(\/\d+)?$/, '');
  }

  /** Makes `finished` the object if there is none. */
  async create(finished: string): Promise<{ etag: string } | undefined> {
    if ((await this.#highest()) > 0) return undefined;
    await mkdir(path.dirname(this.#file), { recursive: true });
    return (await linked(finished, this.#file)) ? { etag: etagOf(0, await stat(this.#file)) } : undefined;
  }

  /** Replaces the object with that ETag by `finished`. */
  async replace(finished: string, etag: string): Promise<{ etag: string } | undefined> {
    const current = await this.withCurrent((_, facts) => Promise.resolve(facts));
    if (current?.etag !== etag) return undefined;
    return this.#advance(finished, Number.parseInt(etag, 10) + 1);
  }

  /** Makes `finished` the object, whatever there was. */
  async overwrite(finished: string): Promise<{ etag: string }> {
    for (;;) {
      const highest = await this.#highest();
      if (highest > 0) {
        const advanced = await this.#advance(finished, highest + 1);
        if (advanced) return advanced;
      } else {
        const facts = await stat(finished);
        await mkdir(path.dirname(this.#file), { recursive: true });
        await rename(finished, this.#file);
        return { etag: etagOf(0, facts) };
      }
    }
  }

  /** Passes the current file to `use`; tries again if it disappears in the meantime. */
  async withCurrent<T>(use: (file: string, facts: Facts) => Promise<T>): Promise<T | undefined> {
    for (;;) {
      const version = await this.#highest();
      try {
        const file = this.#name(version);
        const facts = await stat(file);
        if (facts.isDirectory()) return undefined;
        return await use(file, { bytes: facts.size, modified: facts.mtime, etag: etagOf(version, facts) });
      } catch (error) {
        const errno = errnoOf(error);
        if (errno !== 'ENOENT' && errno !== 'ENOTDIR') throw error;
        if (version === 0 && (await this.#highest()) === 0) return undefined;
      }
    }
  }

  async remove(): Promise<void> {
    for (const name of [this.#folder, this.#file]) {
      await rm(name, { recursive: name === this.#folder, force: true }).catch((error: unknown) => {
        // A folder, or a path below a file, is not an object.
        if (errnoOf(error) !== 'ERR_FS_EISDIR' && errnoOf(error) !== 'ENOTDIR') throw error;
      });
    }
  }

  async #advance(finished: string, version: number): Promise<{ etag: string } | undefined> {
    await mkdir(this.#folder, { recursive: true });
    const name = this.#name(version);
    // The same file under its first name, which is never cleaned up.
    const facts = await stat(finished);
    if (!(await linked(finished, name))) return undefined;
    const numbers = await this.#numbers();
    if (Math.max(...numbers) > version + 1) {
      await rm(name, { force: true });
      return undefined;
    }
    for (const older of numbers.filter((number) => number < version - 1)) {
      await rm(this.#name(older), { force: true });
    }
    return { etag: etagOf(version, facts) };
  }

  #name(version: number): string {
    return version === 0 ? this.#file : path.join(this.#folder, String(version));
  }

  async #highest(): Promise<number> {
    return Math.max(0, ...(await this.#numbers()));
  }

  async #numbers(): Promise<number[]> {
    const names = await readdir(this.#folder).catch((error: unknown) => {
      if (errnoOf(error) === 'ENOENT' || errnoOf(error) === 'ENOTDIR') return [];
      throw error;
    });
    return names.map(Number);
  }
}

/** Gives a file a second name, which must not exist yet. */
async function linked(file: string, name: string): Promise<boolean> {
  return link(file, name).then(
    () => true,
    (error: unknown) => {
      if (errnoOf(error) === 'EEXIST') return false;
      throw error;
    },
  );
}

function etagOf(
  version: number,
  { ino, size, mtimeMs }: { ino: number; size: number; mtimeMs: number },
): string {
  return `${String(version)}-${ino.toString(36)}-${size.toString(36)}-${Math.round(mtimeMs * 1000).toString(36)}`;
}
