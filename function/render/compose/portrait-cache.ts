import { createHash, randomUUID, type BinaryLike } from 'node:crypto';
import {
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { sha256Of } from '../../../storage/files/sha256.js';
import { codeVersion } from './code-version.js';

/** What all portraits may take on the disk; one of 768 × 768 takes 3 MB, one of 1920 × 1920 takes 15 MB. */
const defaultMaxBytes = 256 * 2 ** 20;
const hashBytes = 32;

/**
 * Keeps what was prepared of a portrait under `CACHE_DIR/prepared`, by the content of the picture and by
 * the code that prepared it. Files of other code are removed, and those that were not used for longest if
 * there are too many. A damaged file is made again, and nothing is kept in a folder that cannot be written.
 */
export class PortraitCache {
  readonly #folder: string | undefined;
  readonly #picture: string;
  readonly #maxBytes: number;
  readonly #unwritten: { readonly name: string; readonly bytes: Uint8Array }[] = [];

  /**
   * @param cacheFolder without it nothing is cached
   * @param rgb the picture's pixels
   */
  constructor(cacheFolder: string | undefined, rgb: Uint8Array, maxBytes = defaultMaxBytes) {
    this.#maxBytes = maxBytes;
    this.#folder = cacheFolder === undefined ? undefined : path.join(cacheFolder, 'prepared');
    this.#picture = this.#folder === undefined ? '' : sha256Of(rgb);
  }

  /**
   * Bytes that are read, or made and written.
   * @param from what they depend on besides the picture
   */
  get(kind: string, from: readonly unknown[], length: number, make: () => Uint8Array): Uint8Array {
    const known = this.read(kind, from, length);
    if (known) return known;
    const made = make();
    this.write(kind, from, made);
    return made;
  }

  /** @returns undefined unless there is a whole file of this length */
  read(kind: string, from: readonly unknown[], length: number): Uint8Array | undefined {
    if (this.#folder === undefined) return undefined;
    const file = path.join(this.#folder, this.#name(kind, from));
    try {
      const bytes = readFileSync(file);
      const content = bytes.subarray(hashBytes);
      if (content.length !== length || !digestOf(content).equals(bytes.subarray(0, hashBytes)))
        return undefined;
      const now = new Date();
      utimesSync(file, now, now);
      return content;
    } catch {
      // It does not exist, or the folder is read-only.
      return undefined;
    }
  }

  /** Bytes that {@link flush} will write. @param bytes must not change any more */
  write(kind: string, from: readonly unknown[], bytes: Uint8Array): void {
    if (this.#folder !== undefined) this.#unwritten.push({ name: this.#name(kind, from), bytes });
  }

  /** Writes what is new. It blocks the thread, and belongs behind an answer. */
  flush(): void {
    const unwritten = this.#unwritten.splice(0);
    if (this.#folder === undefined || unwritten.length === 0) return;
    try {
      mkdirSync(this.#folder, { recursive: true });
      for (const { name, bytes } of unwritten) replaceFile(path.join(this.#folder, name), bytes);
      removeOld(this.#folder, this.#maxBytes);
    } catch {
      // It is prepared again the next time.
    }
  }

  #name(kind: string, from: readonly unknown[]): string {
    const hash = createHash('sha256').update(this.#picture);
    for (const value of from) hash.update(contentOf(value)).update(';');
    return `${codeVersion()}-${kind}-${hash.digest('hex').slice(0, 32)}`;
  }
}

function contentOf(value: unknown): BinaryLike {
  if (ArrayBuffer.isView(value)) return new Uint8Array(value.buffer, value.byteOffset, value.byteLength);
  return JSON.stringify(value);
}

/** The file appears as a whole, or not at all. */
function replaceFile(file: string, bytes: Uint8Array): void {
  const unfinished = `${file}.${randomUUID()}.part`;
  try {
    writeFileSync(unfinished, Buffer.concat([digestOf(bytes), bytes]));
    renameSync(unfinished, file);
  } finally {
    rmSync(unfinished, { force: true });
  }
}

/** Removes files of other code, and those that were not used for longest until the others fit. */
function removeOld(folder: string, maxBytes: number): void {
  const files = readdirSync(folder).map((name) => {
    const found = statSync(path.join(folder, name), { throwIfNoEntry: false });
    return { name, size: found?.size ?? 0, ms: found?.mtimeMs ?? 0 };
  });
  let total = 0;
  for (const { name, size } of files.sort((a, b) => b.ms - a.ms)) {
    const isCurrent = name.startsWith(`${codeVersion()}-`);
    if (isCurrent) total += size;
    if (!isCurrent || total > maxBytes) rmSync(path.join(folder, name), { force: true });
  }
}

function digestOf(bytes: Uint8Array): Buffer {
  return createHash('sha256').update(bytes).digest();
}
