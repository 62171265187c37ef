import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { replaceFile } from '../files/replace-file.js';
import type { ObjectInfo, Store } from '../store.js';

/**
 * Downloads objects that are not on disk in the same version yet. Each set of versions has its own
 * folder, so that processes that use an older set are not disturbed.
 * @param folder the parent of these folders
 * @param prefix the start of the objects' keys; the rest of a key is the file name
 * @returns the folder with the objects
 */
export async function mirrorObjects(
  store: Store,
  objects: readonly ObjectInfo[],
  { prefix, folder }: { prefix: string; folder: string },
  signal?: AbortSignal,
): Promise<string> {
  const identity = createHash('sha256').update(store.url);
  for (const { key, etag } of objects) identity.update(`\n${key} ${etag}`);
  const target = path.join(folder, identity.digest('hex').slice(0, 16));
  for (const object of objects) {
    const file = path.join(target, object.key.slice(prefix.length));
    const there = await stat(file).catch(() => undefined);
    if (there?.size !== object.bytes) await download(store, object.key, file, signal);
  }
  return target;
}

async function download(
  store: Store,
  key: string,
  file: string,
  signal: AbortSignal | undefined,
): Promise<void> {
  const object = await store.get(key);
  if (!object) return;
  await mkdir(path.dirname(file), { recursive: true });
  await replaceFile(file, (unfinished) =>
    pipeline(object.body, createWriteStream(unfinished), { ...(signal ? { signal } : {}) }),
  );
}
