import { buffer } from 'node:stream/consumers';
import type { Store } from './store.js';

/** A small object, completely read. */
export interface StoredDocument {
  readonly text: string;
  readonly etag: string;
}

/** Reads a small text object. @returns undefined if it does not exist */
export async function readDocument(store: Store, key: string): Promise<StoredDocument | undefined> {
  const object = await store.get(key);
  if (!object) return undefined;
  return { text: (await buffer(object.body)).toString('utf8'), etag: object.etag };
}

/** Writes a small JSON object. @returns undefined if the condition `only` was not met */
export async function writeDocument(
  store: Store,
  key: string,
  text: string,
  only?: 'absent' | { readonly etag: string },
): Promise<{ etag: string } | undefined> {
  return store.put(key, Buffer.from(text, 'utf8'), {
    contentType: 'application/json',
    ...(only === undefined ? {} : { only }),
  });
}
