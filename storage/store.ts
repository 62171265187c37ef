import type { Readable } from 'node:stream';

/** What is known of a stored object without reading it. */
export interface ObjectInfo {
  readonly key: string;
  readonly bytes: number;
  /** Changes whenever the object does; to be compared only. */
  readonly etag: string;
  readonly modified: Date;
}

/** A stored object, or a part of it. Whoever takes it reads or destroys its body. */
export interface StoredObject extends ObjectInfo {
  readonly body: Readable;
}

/** Bytes from `first` to `last`, both included; without `last` to the end. */
export interface ByteRange {
  readonly first: number;
  readonly last?: number;
}

export interface PutOptions {
  readonly contentType: string;
  /** Puts only where there is nothing (`absent`), or only in place of the object with that ETag. */
  readonly only?: 'absent' | { readonly etag: string };
  readonly signal?: AbortSignal;
}

/**
 * Where jobs, videos and portraits are kept: a folder of this machine, or a bucket.
 *
 * Keys are `/`-separated names of letters, digits, `.`, `_` and `-`. An object appears whole or not
 * at all. Every method throws RenderError `store_unavailable` (a retry may help) or `store_refused`
 * (it will not); that something is missing is no error.
 */
export interface Store {
  /** The address that `STORE` would have. */
  readonly url: string;

  /**
   * A stream is read to its end or destroyed, and may break at any time.
   * @returns undefined where the condition of `only` was not met, and nothing was put
   */
  put(key: string, body: Uint8Array | Readable, options: PutOptions): Promise<{ etag: string } | undefined>;

  /** @returns undefined where there is no such object, or the range begins behind its end */
  get(key: string, range?: ByteRange): Promise<StoredObject | undefined>;

  head(key: string): Promise<ObjectInfo | undefined>;

  /** Objects whose keys begin with `prefix`, in the order of their keys. */
  list(prefix: string): AsyncIterable<ObjectInfo>;

  /** Deleting what is not there is no error. */
  delete(key: string): Promise<void>;

  /**
   * An address under which anybody can download the object for a while.
   * @returns undefined where the store cannot give one
   */
  sign(key: string, options: { seconds: number; fileName: string }): Promise<string | undefined>;
}

const keyPattern = /^[\w.-]+(\/[\w.-]+)*$/;

export function isKey(key: string): boolean {
  return keyPattern.test(key) && !key.split('/').some((name) => name === '.' || name === '..');
}

/** @throws RangeError for a key that could lead anywhere else */
export function checkKey(key: string): void {
  if (!isKey(key)) throw new RangeError(`${JSON.stringify(key)} is no key of the store`);
}

/** Lets a stream break before anybody reads it: unheard, its error would end the process. */
export function swallowStreamErrors(body: Uint8Array | Readable): void {
  if (!(body instanceof Uint8Array)) body.on('error', () => undefined);
}
