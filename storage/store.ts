import type { Readable } from 'node:stream';

/** Facts about a stored object. */
export interface ObjectInfo {
  readonly key: string;
  readonly bytes: number;
  /** Changes whenever the object does; only for comparison. */
  readonly etag: string;
  readonly modified: Date;
}

/** A stored object, or a part of it. The caller must read or destroy its body. */
export interface StoredObject extends ObjectInfo {
  readonly body: Readable;
}

/** Bytes from `first` to `last`, both included; without `last`, to the end. */
export interface ByteRange {
  readonly first: number;
  readonly last?: number;
}

export interface PutOptions {
  readonly contentType: string;
  /** Puts only if there is no object (`absent`), or only in place of the object with that ETag. */
  readonly only?: 'absent' | { readonly etag: string };
  readonly signal?: AbortSignal;
}

/**
 * Stores jobs, videos, and portraits in a folder on this machine or in a bucket.
 * Keys are `/`-separated names of letters, digits, `.`, `_`, and `-`. An object appears completely or
 * not at all. Every method throws RenderError `store_unavailable` (a retry may help) or
 * `store_refused` (it will not). A missing object is not an error.
 */
export interface Store {
  /** The store's address, in the format of `STORE`. */
  readonly url: string;

  /**
   * Writes an object. A stream is read to its end or destroyed, and may break at any time.
   * @returns undefined if the condition `only` was not met; then nothing was written
   */
  put(key: string, body: Uint8Array | Readable, options: PutOptions): Promise<{ etag: string } | undefined>;

  /** @returns undefined if there is no such object, or if the range starts past its end */
  get(key: string, range?: ByteRange): Promise<StoredObject | undefined>;

  head(key: string): Promise<ObjectInfo | undefined>;

  /**
   * Objects whose keys start with `prefix`, in the order of their keys.
   * @param after a key: only the keys that follow it are listed
   */
  list(prefix: string, after?: string): AsyncIterable<ObjectInfo>;

  /** Deletes an object, if it exists. */
  delete(key: string): Promise<void>;

  /**
   * Creates a temporary address at which anyone can download the object.
   * @returns undefined if the store cannot create one
   */
  sign(key: string, options: { seconds: number; fileName: string }): Promise<string | undefined>;
}

const keyPattern = /^[\w.-]+(\/[\w.-]+)*$/;

export function isKey(key: string): boolean {
  return keyPattern.test(key) && !key.split('/').some((name) => name === '.' || name === '..');
}

/** @throws RangeError for a key that could lead elsewhere */
export function checkKey(key: string): void {
  if (!isKey(key)) throw new RangeError(`${JSON.stringify(key)} is not a valid key of the store`);
}

/** Allows a stream to break before it is read: an unhandled error would end the process. */
export function swallowStreamErrors(body: Uint8Array | Readable): void {
  if (!(body instanceof Uint8Array)) body.on('error', () => undefined);
}
